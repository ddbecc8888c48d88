using System.Net;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Collab.Portal.Tests;

/// <summary>One node of the real portal on a port of its own, with a clock that tests move.</summary>
public sealed class PortalNode : IAsyncDisposable
{
    private readonly WebApplication app;

    private PortalNode(WebApplication app, TestClock clock)
    {
        this.app = app;
        Clock = clock;
        Address = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its clock: runs like the real one from a fixed start, and can be moved forward.</summary>
    public TestClock Clock { get; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The only writer.</summary>
    public Commands Commands => Services.GetRequiredService<Commands>();

    /// <summary>Starts a node on a database.</summary>
    /// <param name="connectionString">The database, which nodes may share.</param>
    /// <param name="clock">A clock to share with another node.</param>
    /// <param name="settings">More settings.</param>
    /// <param name="prepare">Runs on the finished schema before the node starts: nothing of its own acts yet.</param>
    /// <param name="services">Services in place of the portal's own.</param>
    public static async Task<PortalNode> Start(
        string connectionString, TestClock? clock = null, IReadOnlyDictionary<string, string?>? settings = null,
        Func<IServiceProvider, TestClock, Task>? prepare = null, Action<IServiceCollection>? services = null)
    {
        clock ??= new TestClock();
        var app = PortalHost.Create([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            // What these say of every node of a test: its listener is cut when the database is dropped, its keys are not encrypted.
            builder.Logging.AddFilter("Marten.Events.Daemon.Coordination", LogLevel.Critical);
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
            builder.Logging.AddFilter("Microsoft.AspNetCore.StaticFiles", LogLevel.Error);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Collab"] = connectionString,
                ["SignIn:Authority"] = TestIssuer.Authority,
                ["SignIn:ClientId"] = "collab-portal",
                ["SignIn:ClientSecret"] = "not-used",
                ["Limits:ApiPerMinute"] = "1000000",
            });
            if (settings is not null)
                builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton<TimeProvider>(clock);
            services?.Invoke(builder.Services);
            TestIssuer.Trust(builder.Services);
        });
        if (prepare is not null)
        {
            await app.Services.GetRequiredService<StoreStartup>().StartAsync(CancellationToken.None);
            await prepare(app.Services, clock);
        }

        await app.StartAsync();
        return new PortalNode(app, clock);
    }

    /// <summary>Ends all that it does by itself; its <see cref="Commands"/> still work.</summary>
    public Task Stop() => app.StopAsync();

    /// <summary>A client that calls the API as this person or program.</summary>
    public HttpClient ClientFor(PersonId person, MemberId company, string? name = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestIssuer.Token(person, company, name));
        return client;
    }

    /// <summary>Admits companies and their people as the bootstrap list of an installation does.</summary>
    public Task Admit(params IEnumerable<(MemberId Company, string Name, (PersonId Person, string Name, Roles Roles)[] People)> members) =>
        TestRoom.Admit(this, members);

    /// <summary>Makes this node give up the async work, as a node does that leaves.</summary>
    public async Task StopAsyncWork()
    {
        foreach (var worker in Services.GetServices<IHostedService>().Where(s => s.GetType().Name.Contains("Coordinator", StringComparison.Ordinal)))
            await worker.StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
