using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain;
using Shouldly;

namespace Collab.Portal.Tests.Incidents;

/// <summary>A node with the five companies, and incident reports brought to where a test needs them, over HTTP.</summary>
public sealed class IncidentRoom : IAsyncDisposable
{
    private IncidentRoom(TestDatabase database, PortalNode node)
    {
        Database = database;
        Node = node;
        Tomas = node.ClientFor(TestRoom.Tomas, TestRoom.Contoso);
        Priya = node.ClientFor(TestRoom.Priya, TestRoom.Fabrikam);
        Mara = node.ClientFor(TestRoom.Mara, TestRoom.Northwind);
        Jonas = node.ClientFor(TestRoom.Jonas, TestRoom.Tailspin);
        Aiko = node.ClientFor(TestRoom.Aiko, TestRoom.Wingtip);
    }

    /// <summary>The database.</summary>
    public TestDatabase Database { get; }

    /// <summary>The node.</summary>
    public PortalNode Node { get; }

    /// <summary>Contoso, which reports.</summary>
    public HttpClient Tomas { get; }

    /// <summary>Fabrikam, a recipient.</summary>
    public HttpClient Priya { get; }

    /// <summary>Northwind, a recipient.</summary>
    public HttpClient Mara { get; }

    /// <summary>Tailspin, no recipient; a moderator.</summary>
    public HttpClient Jonas { get; }

    /// <summary>Wingtip, no recipient; a moderator.</summary>
    public HttpClient Aiko { get; }

    /// <summary>Starts.</summary>
    public static async Task<IncidentRoom> Open()
    {
        var database = await TestDatabase.Create();
        var node = await PortalNode.Start(database.ConnectionString);
        await TestRoom.AdmitAll(node);
        return new IncidentRoom(database, node);
    }

    /// <summary>TLP:AMBER for Contoso, Fabrikam and Northwind.</summary>
    public static object Amber(params string[] more) => new { label = "Amber", companies = (string[])["contoso", "fabrikam", "northwind", .. more], people = Array.Empty<string>() };

    /// <summary>A draft of Contoso.</summary>
    public async Task<string> Draft(string title = "Content update of 19 July 2024")
    {
        var answer = await Tomas.PostAsJsonAsync("/api/v1/incidents", new { title, beganAt = "2024-07-19T04:09:00Z" });
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>A draft with all that sharing needs.</summary>
    public async Task<string> Filled(string title = "Content update of 19 July 2024")
    {
        var id = await Draft(title);
        await Do(Tomas, id, "edit-section", new { section = "WhatHappened", markdown = "A content update was released at 04:09 UTC." });
        await Do(Tomas, id, "edit-section", new { section = "InScope", markdown = "Windows hosts, sensor 7.11 or later." });
        await Do(Tomas, id, "record-timeline-entry", new { when = "2024-07-19 04:09 UTC", precision = "Minute", text = "Channel File 291 released", until = "2024-07-19T05:27:00Z" });
        return id;
    }

    /// <summary>Shared under TLP:AMBER with Fabrikam and Northwind.</summary>
    public async Task<string> Shared(string title = "Content update of 19 July 2024")
    {
        var id = await Filled(title);
        await Do(Tomas, id, "share-report", new { audience = Amber() });
        return id;
    }

    /// <summary>Under review, with every section filled.</summary>
    public async Task<string> UnderReview()
    {
        var id = await Shared();
        await Do(Tomas, id, "edit-section", new { section = "OutOfScope", markdown = "Mac and Linux hosts." });
        await Do(Tomas, id, "edit-section", new { section = "WhatWentWrong", markdown = "21 inputs defined, 20 supplied." });
        await Do(Tomas, id, "edit-section", new { section = "Prevention", markdown = "Testing and staged deployment." });
        await Do(Tomas, id, "record-finding", new { title = "No bounds check at run time", mitigation = "Checked access", owner = "fabrikam", dueOn = "2030-01-31" });
        await Do(Tomas, id, "record-impact", new { value = "about 8.5 million", unit = "devices", source = "blogs.microsoft.com", asOf = "2024-07-20T00:00:00Z" });
        await Do(Tomas, id, "record-contact", new { name = "Contoso incident desk", address = "incidents@contoso.example" });
        await Do(Tomas, id, "record-reference", new { summary = "Root cause analysis", url = "https://contoso.example/rca" });
        await Do(Tomas, id, "request-review", null);
        return id;
    }

    /// <summary>Gives a command that has to succeed.</summary>
    public static async Task<JsonElement> Do(HttpClient who, string id, string command, object? body)
    {
        var answer = await Send(who, id, command, body);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{command}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Gives a command that has to be refused, and tells its code.</summary>
    public static async Task<(int Status, string Code, string Sentence)> Refused(HttpClient who, string id, string command, object? body)
    {
        var answer = await Send(who, id, command, body);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!);
    }

    /// <summary>Gives a command.</summary>
    public static Task<HttpResponseMessage> Send(HttpClient who, string id, string command, object? body) =>
        body is null ? who.PostAsync(new Uri($"/api/v1/incidents/{id}/{command}", UriKind.Relative), null) : who.PostAsJsonAsync($"/api/v1/incidents/{id}/{command}", body);

    /// <summary>Reads the report.</summary>
    public static Task<JsonElement> Read(HttpClient who, string id) => who.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}");

    /// <summary>The ids that the person's list shows.</summary>
    public static async Task<IReadOnlyList<string>> List(HttpClient who, string query = "")
    {
        var page = await who.GetFromJsonAsync<JsonElement>("/api/v1/incidents" + query);
        return [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Database.DisposeAsync();
    }
}
