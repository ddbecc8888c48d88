using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Collab.Portal.Store;
using Collab.Portal.Threads;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Collab.Portal.Tests.Threads;

/// <summary>A room of five companies on a database of its own, with what tests of threads say over and over.</summary>
public sealed class ThreadStage : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = MakeJson();

    private ThreadStage(TestDatabase database, PortalNode node) => (Database, Node) = (database, node);

    public TestDatabase Database { get; }

    public PortalNode Node { get; }

    public static async Task<ThreadStage> Start()
    {
        var database = await TestDatabase.Create();
        var node = await PortalNode.Start(database.ConnectionString);
        await TestRoom.AdmitAll(node);
        return new ThreadStage(database, node);
    }

    /// <summary>A second node on the same database.</summary>
    public Task<PortalNode> SecondNode() => PortalNode.Start(Database.ConnectionString, Node.Clock);

    public HttpClient Tomas(PortalNode? at = null) => (at ?? Node).ClientFor(TestRoom.Tomas, TestRoom.Contoso, "Tomás Arrieta");

    public HttpClient Priya(PortalNode? at = null) => (at ?? Node).ClientFor(TestRoom.Priya, TestRoom.Fabrikam, "Priya Raman");

    public HttpClient Mara(PortalNode? at = null) => (at ?? Node).ClientFor(TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");

    public HttpClient Aiko(PortalNode? at = null) => (at ?? Node).ClientFor(TestRoom.Aiko, TestRoom.Wingtip, "Aiko Mori");

    /// <summary>A report of Contoso, shared with these companies; gives its id.</summary>
    public async Task<string> Report(params MemberId[] recipients)
    {
        var id = Ids.NewIncident();
        var by = new By(TestRoom.Tomas, TestRoom.Contoso);
        var now = Node.Clock.GetUtcNow();
        List<IEvent> events = [new ReportOpened(by, now, "Content update stops machines", null, null)];
        if (recipients.Length > 0)
            events.Add(new ReportShared(by, now, Audience.AmberStrict([TestRoom.Contoso, .. recipients]), 1));
        (await Node.Commands.Run<IncidentReport>(id, null, (_, _) => Decision.Accept(events))).ShouldBeOfType<CommandResult.Done>();
        return id;
    }

    /// <summary>The report is from now on only for these companies.</summary>
    public async Task Narrow(string reportId, params MemberId[] companies) =>
        (await Node.Commands.Run<IncidentReport>(reportId, null, (_, room) => Decision.Accept(
            new AudienceChanged(new By(TestRoom.Tomas, TestRoom.Contoso), room.Now, Audience.AmberStrict(companies), "Fewer need to know."))))
        .ShouldBeOfType<CommandResult.Done>();

    /// <summary>A thread that stands alone, TLP:GREEN, opened by Priya.</summary>
    public async Task<string> GreenThread(string title = "Staged deployment")
    {
        using var priya = Priya();
        var answer = await priya.PostAsJsonAsync("/api/v1/threads", new OpenThread(title, null, Audience.Green), Json);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public static async Task<PostAnswer> Write(HttpClient client, string thread, string text, string? key = null, int? replyTo = null)
    {
        var answer = await client.PostAsJsonAsync($"/api/v1/threads/{thread}/posts", new PostToWrite(text, key, replyTo), Json);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<PostAnswer>(Json))!;
    }

    public static async Task<PostListAnswer> Read(HttpClient client, string thread, string query = "") =>
        (await client.GetFromJsonAsync<PostListAnswer>($"/api/v1/threads/{thread}/posts{query}", Json))!;

    public static Task<HttpResponseMessage> Post(HttpClient client, string path, object body) => client.PostAsJsonAsync("/api/v1/threads/" + path, body, Json);

    /// <summary>A connection to the hub as this person.</summary>
    public static async Task<Listener> Listen(PortalNode node, PersonId person, MemberId company, string name)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(node.Address, "/hubs/threads"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(TestIssuer.Token(person, company, name)))
            .AddJsonProtocol(o => o.PayloadSerializerOptions = Json)
            .Build();
        var listener = new Listener(connection);
        await connection.StartAsync();
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static JsonSerializerOptions MakeJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
        return options;
    }
}

/// <summary>A hub client that keeps what it is told.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly System.Threading.Channels.Channel<bool> told = System.Threading.Channels.Channel.CreateUnbounded<bool>();
    private readonly List<ThreadFrame> frames = [];

    public Listener(HubConnection connection)
    {
        Connection = connection;
        connection.On<ThreadFrame>("Posted", Keep);
        connection.On<ThreadFrame>("Changed", Keep);
        connection.On<PresenceFrame>("Presence", frame => { lock (frames) Presence.Add(frame); told.Writer.TryWrite(true); });
        connection.On<string>("Lost", id => { lock (frames) Lost.Add(id); told.Writer.TryWrite(true); });
    }

    public HubConnection Connection { get; }

    public List<PresenceFrame> Presence { get; } = [];

    public List<string> Lost { get; } = [];

    public IReadOnlyList<ThreadFrame> Frames
    {
        get { lock (frames) return [.. frames]; }
    }

    /// <summary>Every post that came, in the order in which it came.</summary>
    public IReadOnlyList<PostAnswer> Posts => [.. Frames.SelectMany(f => f.Posts)];

    public Task<CatchUp> Join(string thread, long since = 0) => Connection.InvokeAsync<CatchUp>("Join", thread, since);

    /// <summary>Waits until what came meets the condition.</summary>
    public async Task Until(Func<Listener, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!Holds())
            await told.Reader.ReadAsync(patience.Token);

        bool Holds()
        {
            lock (frames)
                return condition(this);
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private void Keep(ThreadFrame frame)
    {
        lock (frames)
            frames.Add(frame);
        told.Writer.TryWrite(true);
    }
}
