using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class ProgramJourney(Stage stage)
{
    private const string Client = "collab-sample-contoso";

    [Fact]
    public async Task A_program_reads_writes_once_and_listens_beside_a_person()
    {
        var token = await Token(stage.SecretOf(Client));
        using var api = new HttpClient { BaseAddress = stage.Portal };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        // It reads what its company may read.
        var list = await api.GetFromJsonAsync<JsonElement>("/api/v1/proposals");
        list.GetRawText().ShouldContain("Staged deployment of content updates");

        // It opens a thread, and sends a post again whose answer it did not hear.
        using var opened = await Send(api, "/api/v1/threads", new { title = "Nightly report of the rollout bot", subjectId = (string?)null, audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } }, "open-1");
        opened.StatusCode.ShouldBe(HttpStatusCode.Created, await opened.Content.ReadAsStringAsync());
        var thread = (await opened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var first = await Send(api, $"/api/v1/threads/{thread}/posts", new { markdown = "Ring 0 is **done**." }, "post-1");
        first.StatusCode.ShouldBe(HttpStatusCode.Created, await first.Content.ReadAsStringAsync());
        using var again = await Send(api, $"/api/v1/threads/{thread}/posts", new { markdown = "Ring 0 is **done**." }, "post-1");
        again.IsSuccessStatusCode.ShouldBeTrue(await again.Content.ReadAsStringAsync());
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetInt32().ShouldBe(1);
        (await api.GetFromJsonAsync<JsonElement>($"/api/v1/threads/{thread}/posts")).GetProperty("total").GetInt32().ShouldBe(1);

        // It listens on the second node, a person writes on the first, and each has what the other wrote.
        var heard = Channel.CreateUnbounded<JsonElement>();
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(stage.SecondNode, "/hubs/threads"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token))
            .Build();
        hub.On<JsonElement>("Posted", frame => heard.Writer.TryWrite(frame));
        await hub.StartAsync(TestContext.Current.CancellationToken);
        var caughtUp = await hub.InvokeAsync<JsonElement>("Join", thread, 0L, TestContext.Current.CancellationToken);
        caughtUp.GetProperty("posts").GetArrayLength().ShouldBe(1);

        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example");
        await priya.Go("/threads/" + thread);
        await Expect(priya.Page.Locator("#post-1 strong").Last).ToHaveTextAsync("done");
        await priya.Page.GetByLabel("Your post, in Markdown").FillAsync("Which machines are left?");
        await priya.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var post = (await heard.Reader.ReadAsync(patience.Token)).GetProperty("posts")[0];
        post.GetProperty("markdown").GetString().ShouldBe("Which machines are left?");
        post.GetProperty("authorName").GetString().ShouldBe("Priya Raman");

        await hub.InvokeAsync<JsonElement>("Write", thread, new { markdown = "None.", clientKey = "answer-1", replyTo = 2 }, TestContext.Current.CancellationToken);
        await Expect(priya.Page.Locator("#post-3")).ToContainTextAsync("None.");
        await Expect(priya.Page.Locator("#post-3")).ToContainTextAsync("Contoso");
    }

    [Fact]
    public async Task A_wrong_secret_and_a_missing_token_lead_nowhere()
    {
        using var http = new HttpClient();
        using var refused = await http.PostAsync(new Uri(stage.Gateway, "/connect/token"), Form("not the secret"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var nameless = await http.GetAsync(new Uri(stage.Portal, "/api/v1/proposals"));
        nameless.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var hub = await http.PostAsync(new Uri(stage.Portal, "/hubs/threads/negotiate?negotiateVersion=1"), null);
        hub.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient api, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await api.SendAsync(request);
    }

    private static FormUrlEncodedContent Form(string secret) => new(new Dictionary<string, string>
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = Client,
        ["client_secret"] = secret,
        ["scope"] = "collab.api",
    });

    private async Task<string> Token(string secret)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(stage.Gateway, "/connect/token"), Form(secret));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }
}
