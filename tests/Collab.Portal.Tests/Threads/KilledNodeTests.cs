using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Threads;

/// <summary>A node dies in the middle of a talk: what it acknowledged is there, and what is sent again is there once.</summary>
public sealed class KilledNodeTests : IAsyncLifetime
{
    private const int Writers = 4;
    private const int PostsEach = 30;

    private ThreadStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await ThreadStage.Start();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task What_was_being_written_is_written_once()
    {
        var thread = await stage.GreenThread();
        await using var issuer = await TestIssuer.Publish();
        await using var doomed = NodeProcess.Start(stage.Database.ConnectionString, "doomed", issuer.Urls.First());
        var address = await doomed.Address();
        var acknowledged = new ConcurrentBag<string>();
        var unanswered = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(Write));

        unanswered.ShouldNotBeEmpty("The node was killed too late to be in the middle of anything.");
        using var mara = stage.Mara();
        var posts = new List<string>();
        for (var after = 0; await ThreadStage.Read(mara, thread, $"?after={after}&limit=50") is { Posts: { Count: > 0 } page }; after = page[^1].Number)
            posts.AddRange(page.Select(p => p.Markdown));
        posts.ShouldBe(acknowledged.Concat(unanswered), ignoreOrder: true);

        async Task Write(int writer)
        {
            using var here = new HttpClient { BaseAddress = address };
            here.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestIssuer.Token(TestRoom.Priya, TestRoom.Fabrikam, "Priya Raman"));
            using var there = stage.Priya();
            for (var n = 0; n < PostsEach; n++)
            {
                var (text, key) = ($"Post {n} of writer {writer}", $"{writer}-{n}");
                try
                {
                    await ThreadStage.Write(here, thread, text, key);
                    acknowledged.Add(text);
                    if (writer == 0 && n == PostsEach / 3)
                        doomed.Kill();
                }
                catch (HttpRequestException)
                {
                    unanswered.Add(text);
                    await ThreadStage.Write(there, thread, text, key);
                }
            }
        }
    }
}
