using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>A node with five companies and a client for one person of each; a class of tests may share it.</summary>
public sealed class ProposalStage : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public PortalNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.Create();
        Node = await PortalNode.Start(Database.ConnectionString);
        await TestRoom.AdmitAll(Node);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>The steps that journeys share, each over HTTP; on a node of the class's where it has one, else on one of the test's own.</summary>
public abstract class ProposalRoom(ProposalStage? shared = null) : IAsyncLifetime
{
    protected static readonly ProposalText Text = new("One channel file reached all hosts.", "Deploy in stages.", "Validate only.", "None.", "Later detections.", "Each member states when.");

    private readonly ProposalStage stage = shared ?? new ProposalStage();

    protected TestDatabase Database => stage.Database;

    protected PortalNode Node => stage.Node;

    protected HttpClient Tomas { get; private set; } = null!;

    protected HttpClient Priya { get; private set; } = null!;

    protected HttpClient Mara { get; private set; } = null!;

    protected HttpClient Jonas { get; private set; } = null!;

    protected HttpClient Aiko { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (shared is null)
            await stage.InitializeAsync();
        Tomas = Node.ClientFor(TestRoom.Tomas, TestRoom.Contoso);
        Priya = Node.ClientFor(TestRoom.Priya, TestRoom.Fabrikam);
        Mara = Node.ClientFor(TestRoom.Mara, TestRoom.Northwind);
        Jonas = Node.ClientFor(TestRoom.Jonas, TestRoom.Tailspin);
        Aiko = Node.ClientFor(TestRoom.Aiko, TestRoom.Wingtip);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (HttpClient[])[Tomas, Priya, Mara, Jonas, Aiko])
            client.Dispose();
        if (shared is null)
            await stage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a draft as Contoso.</summary>
    protected async Task<string> Draft(string title = "Staged deployment", ProposalText? text = null)
    {
        using var response = await Tomas.PostAsJsonAsync("/api/v1/proposals", new { title, text = text ?? Text });
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var id = answer.GetProperty("id").GetString()!;
        response.Headers.Location!.OriginalString.ShouldBe("/api/v1/proposals/" + id);
        return id;
    }

    /// <summary>A proposal of Contoso, seconded by Fabrikam and open to all members.</summary>
    protected async Task<string> Open(string title = "Staged deployment", ProposalText? text = null)
    {
        var id = await Draft(title, text);
        await Ok(Tomas, id, "invite-company", new { company = "fabrikam", @as = "Seconder" });
        await Ok(Priya, id, "second-proposal");
        await Ok(Tomas, id, "open-proposal", new { audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } });
        return id;
    }

    /// <summary>Brings an open proposal into tally: five companies support it.</summary>
    protected async Task Tally(string id)
    {
        foreach (var client in (HttpClient[])[Tomas, Priya, Mara, Jonas, Aiko])
            await Ok(client, id, "record-position", new { revision = 1, position = "Support" });
        Node.Clock.Advance(TimeSpan.FromDays(7.01));
        await Ok(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." });
        Node.Clock.Advance(TimeSpan.FromDays(14.01));
        await Until(id, ProposalStatus.Tally);
    }

    /// <summary>Sends a command that happens.</summary>
    protected static async Task<JsonElement> Ok(HttpClient client, string id, string command, object? body = null)
    {
        using var response = await Send(client, id, command, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{command}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Sends a command that is refused.</summary>
    protected static async Task<JsonElement> Refused(HttpClient client, string id, string command, object? body, HttpStatusCode status, string code)
    {
        using var response = await Send(client, id, command, body);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.StatusCode.ShouldBe(status, problem.ToString());
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem;
    }

    /// <summary>Sends a command.</summary>
    protected static async Task<HttpResponseMessage> Send(HttpClient client, string id, string command, object? body = null, long? version = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/proposals/{id}/{command}");
        request.Content = body is null ? null : JsonContent.Create(body);
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    /// <summary>A proposal over HTTP.</summary>
    protected static async Task<JsonElement> Get(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>("/api/v1/proposals" + path);

    /// <summary>Waits until the clock brought the proposal there: at each commit, and at once when it is so already.</summary>
    protected async Task Until(string id, ProposalStatus status)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var seat = await Node.Services.GetRequiredService<Rooms<ProposalView>>().Enter(id, view =>
        {
            if (view?.Proposal.Status == status)
                there.TrySetResult();
            return Task.CompletedTask;
        });
        if (seat.View?.Proposal.Status == status)
            return;
        await there.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
