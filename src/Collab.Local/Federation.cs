using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Local.SampleProviders;

namespace Collab.Local;

/// <summary>Makes the sample companies known to the gateway by its own admin API, as an operator does by curl (docs/operations.md).</summary>
public static class Federation
{
    /// <summary>The client id of a company's sample API client.</summary>
    public static string SampleClient(string slug) => $"collab-sample-{slug}";

    /// <summary>Registers each company's provider and one API client.</summary>
    /// <exception cref="StartRefusedException">The gateway refused; the message says what.</exception>
    public static async Task RegisterAsync(LocalOptions options, LocalSecrets secrets, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{options.GatewayPort}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await AdminToken(http, secrets, cancel));
        for (var i = 0; i < SamplePeople.Companies.Count; i++)
        {
            var (slug, name) = SamplePeople.Companies[i];
            await Put(http, $"admin/providers/{slug}", new
            {
                displayName = name,
                issuer = $"http://localhost:{options.ProviderPort(i)}/",
                clientId = "collab-gateway",
                clientSecret = secrets.For("provider " + slug),
                domains = new[] { SamplePeople.DomainOf(slug) },
                enabled = true,
            }, cancel);
            await Put(http, $"admin/clients/{SampleClient(slug)}", new
            {
                company = slug,
                displayName = $"{name} sample client",
                secret = secrets.For("client " + slug),
            }, cancel);
        }
    }

    private static async Task<string> AdminToken(HttpClient http, LocalSecrets secrets, CancellationToken cancel)
    {
        using var answer = await http.PostAsync(new Uri("connect/token", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Parts.AdminClient,
            ["client_secret"] = secrets.For("admin"),
            ["scope"] = "gateway.admin",
        }), cancel);
        if (!answer.IsSuccessStatusCode)
            throw new StartRefusedException($"The gateway gave no admin token ({(int)answer.StatusCode}). Start over with --fresh.");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task Put(HttpClient http, string path, object body, CancellationToken cancel)
    {
        using var answer = await http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, cancel);
        if (!answer.IsSuccessStatusCode)
            throw new StartRefusedException($"The gateway refused {path}: {await answer.Content.ReadAsStringAsync(cancel)}");
    }
}
