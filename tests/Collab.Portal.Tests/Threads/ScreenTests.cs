using System.Collections.Immutable;
using Bunit;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Collab.Portal.Store;
using Collab.Portal.Threads;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Threads;

public sealed class ScreenTests
{
    [Fact]
    public void Posts_are_strings_of_one_component_without_a_handler_for_each()
    {
        using var context = new BunitContext();
        var posts = Posts(1, 40);
        var list = context.Render<PostList>(p => p.Add(l => l.Posts, posts).Add(l => l.UnreadFrom, 31).Add(l => l.UnreadCount, 10));

        list.FindAll("article.post").Count.ShouldBe(40);
        list.FindComponents<PostList>().ShouldBeEmpty();
        list.Markup.ShouldNotContain("blazor:");
        list.Find("#unread").NextElementSibling!.Id.ShouldBe("post-31");
    }

    [Fact]
    public void A_list_that_did_not_change_is_not_rendered_again()
    {
        using var context = new BunitContext();
        var posts = Posts(1, 20);
        var list = context.Render<PostList>(p => p.Add(l => l.Posts, posts));
        list.Render(p => p.Add(l => l.Posts, posts));
        list.Render(p => p.Add(l => l.Posts, posts));

        list.RenderCount.ShouldBe(1);
        list.Render(p => p.Add(l => l.Posts, posts.Add(Html(21))));
        list.RenderCount.ShouldBe(2);
        list.FindAll("article.post").Count.ShouldBe(21);
    }

    [Fact]
    public async Task A_new_post_is_appended_only_while_the_reader_is_at_the_end()
    {
        var seat = new Seat(60);
        var screen = new ThreadScreen(null, 50);
        await screen.Open(seat, read: 0);
        (screen.First, screen.Last).ShouldBe((11, 60));

        await screen.Take(seat.News(Html(61)));
        (screen.Last, screen.Waiting).ShouldBe((60, 1));
        await screen.Take(seat.News(Html(62)));
        screen.Waiting.ShouldBe(2);
        screen.ReaderAtEnd(true).ShouldBeTrue();
        (screen.Last, screen.Waiting).ShouldBe((62, 0));
        await screen.Take(seat.News(Html(63)));
        screen.Tail.Select(p => p.Number).ShouldBe([61, 62, 63]);
    }

    [Fact]
    public async Task What_comes_twice_or_late_is_shown_once_and_at_its_newest()
    {
        var seat = new Seat(3);
        var screen = new ThreadScreen(null, 50);
        await screen.Open(seat, read: 0);
        screen.ReaderAtEnd(true);
        await screen.Take(seat.News(Html(4)));
        await screen.Take(seat.News(Html(2, version: 9), Html(4)));
        await screen.Take(seat.News(Html(2, version: 5)));

        screen.Pages[0].Concat(screen.Tail).Select(p => (p.Number, p.ChangedIn)).ShouldBe([(1, 1), (2, 9), (3, 3), (4, 4)]);
    }

    [Fact]
    public async Task Far_from_the_end_new_posts_are_counted_and_not_shown()
    {
        var seat = new Seat(500);
        var screen = new ThreadScreen(null, 50);
        await screen.Open(seat, read: 120, around: 17);
        (screen.First, screen.HasEarlier, screen.HasLater).ShouldBe((12, true, true));
        (screen.UnreadFrom, screen.UnreadCount).ShouldBe((121, 380));

        await screen.Take(seat.News(Html(501)));
        screen.Waiting.ShouldBe(501 - screen.Last);
        await screen.Later();
        screen.Last.ShouldBe(111);
        await screen.Earlier();
        screen.First.ShouldBe(1);
        await screen.ShowWaiting();
        (screen.Last, screen.HasLater).ShouldBe((501, false));
    }

    [Fact]
    public async Task An_own_post_is_shown_wherever_one_is()
    {
        var seat = new Seat(10);
        var screen = new ThreadScreen(null, 50);
        await screen.Open(seat, read: 0);
        await screen.Take(seat.News(Html(11)));
        await screen.Take(seat.News(Html(12)), own: true);
        screen.Tail.Select(p => p.Number).ShouldBe([11, 12]);
    }

    private static ImmutableList<PostHtml> Posts(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(n => Html(n))];

    private static PostHtml Html(int number, long? version = null)
    {
        var by = new By(TestRoom.Priya, TestRoom.Fabrikam);
        var at = new DateTimeOffset(2026, 12, 1, 10, 2, 0, TimeSpan.Zero);
        var row = new PostRow
        {
            Id = "T-00000/" + number, ThreadId = "T-00000", Number = number, Author = by.Person.Value, Company = by.Company.Value, ClientKey = "k" + number,
            Post = new Post("T-00000", number, by, at, "k" + number, null, null), Markdown = "text", Html = "<p>text</p>", Pipeline = 1, WrittenIn = number, ChangedIn = version ?? number,
        };
        return PostMarkup.Render(row, Thread(number), new Dictionary<PersonId, string> { [by.Person] = "Priya Raman" }, new MemberRoll([]), at);
    }

    private static DiscussionThread Thread(int count) =>
        new("T-00000", "Title", null, Audience.Green, By.System, default) { NextPost = count + 1 };

    private sealed class Seat(int count) : IThreadSeat
    {
        private int latest = count;

        public ThreadView View => new("T-00000", "Title", null, Thread(latest), Audience.Green, latest);

        public ThreadNews News(params PostHtml[] posts)
        {
            latest = Math.Max(latest, posts.Max(p => p.Number));
            return new ThreadNews(View, posts, false);
        }

        public Task<IReadOnlyList<PostHtml>> Posts(int first, int last, CancellationToken cancellation = default) =>
            Task.FromResult<IReadOnlyList<PostHtml>>(ScreenTests.Posts(first, last));

        public Task<IReadOnlyList<PostHtml>> SubThread(int subThread, int before, int limit, CancellationToken cancellation = default) =>
            Task.FromResult<IReadOnlyList<PostHtml>>([]);

        public Task<IReadOnlyList<Reader>> Readers(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<Reader>>([]);

        public void Writing()
        {
        }

        public void Dispose()
        {
        }
    }
}
