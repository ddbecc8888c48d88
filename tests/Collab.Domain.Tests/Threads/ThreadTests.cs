using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Shouldly;
using Xunit;

namespace Collab.Domain.Tests.Threads;

/// <summary>What may be done in a thread and to its posts, and why not.</summary>
public sealed class ThreadTests
{
    private const string Id = "T-P-12345";
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 14, 0, 0, TimeSpan.Zero);
    private static readonly MemberId Contoso = new("contoso"), Fabrikam = new("fabrikam"), Northwind = new("northwind");
    private static readonly Actor Ann = new(new("ann"), Contoso, Roles.Engineer);
    private static readonly Actor Ben = new(new("ben"), Fabrikam, Roles.Engineer);
    private static readonly Actor Mod = new(new("mod"), Fabrikam, Roles.Engineer | Roles.Moderator);
    private static readonly Actor Stranger = new(new("nia"), Northwind, Roles.Engineer | Roles.Moderator);
    private static readonly Audience Two = Audience.Amber(Contoso, Fabrikam);
    private static readonly MemberRoll Roll = new([
        new(Contoso, "Contoso", MemberStatus.Admitted, null),
        new(Fabrikam, "Fabrikam", MemberStatus.Admitted, null),
        new(Northwind, "Northwind", MemberStatus.Admitted, null)]);

    private static readonly ThreadOpened Opened = new(Ann.By, Now, "Discussion", "P-12345", null);
    private static readonly PostWritten First = new(Ann.By, Now, 1, "Which threshold?", null, null, "k1");
    private static readonly PostWritten Reply = new(Ben.By, Now, 2, "Half a per cent.", 1, null, "k2");
    private static readonly ThreadLocked LockedNow = new(Mod.By, Now, "Heated.");

    private static DiscussionThread? Thread(params IEvent[] events) => Spec.Given<DiscussionThread>(Id, [Opened, .. events]);

    private static Post FirstPost(params IPostEvent[] events) => events.Aggregate(Post.Evolve(null, Id, First), (p, e) => Post.Evolve(p, Id, e));

    private static Post Second(params IPostEvent[] events) => events.Aggregate(Post.Evolve(null, Id, Reply), (p, e) => Post.Evolve(p, Id, e));

    [Fact]
    public void A_thread_beside_a_subject_inherits_its_audience() =>
        new OpenThread("Discussion", "P-12345", null).Decide(null, Two, Ann, Roll, Now).ShouldAccept(Opened);

    [Fact]
    public void A_thread_that_is_open_stays_and_does_not_show_itself_to_strangers()
    {
        var open = new OpenThread("Again", "P-12345", null);
        open.Decide(Thread(), Two, Ann, Roll, Now).ShouldAccept();
        open.Decide(Thread(), Two, Stranger, Roll, Now).ShouldRefuse("not_found");
    }

    [Fact]
    public void A_subject_one_may_not_see_has_no_thread() =>
        new OpenThread("Discussion", "P-12345", null).Decide(null, Two, Stranger, Roll, Now).ShouldBe(new OpenThread("x", "P-00000", null).Decide(null, null, Stranger, Roll, Now));

    [Fact]
    public void Opening_names_what_is_wrong()
    {
        new OpenThread("", null, Audience.Green).Decide(null, null, Ann, Roll, Now).ShouldRefuse("text.missing");
        new OpenThread("Alone", null, null).Decide(null, null, Ann, Roll, Now).ShouldRefuse("thread.audience_missing");
        new OpenThread("Alone", null, Audience.Amber()).Decide(null, null, Ann, Roll, Now).ShouldRefuse("audience.companies_missing");
        new OpenThread("Wide", "P-12345", Audience.Green).Decide(null, Two, Ann, Roll, Now).ShouldRefuse("thread.not_within_subject");
        new OpenThread("Theirs", null, Audience.Amber(Fabrikam)).Decide(null, null, Ann, Roll, Now).ShouldRefuse("thread.leaves_you_out");
        new OpenThread("Alone", null, Audience.Green).Decide(null, null, Ann, Roll, Now).ShouldAcceptWith<ThreadOpened>();
        new OpenThread("Alone", null, Audience.Green).Decide(null, null, Actor.System, Roll, Now).ShouldRefuse("not_found");
    }

    [Fact]
    public void An_audience_only_becomes_narrower()
    {
        new NarrowThread(Audience.AmberStrict(Contoso, Fabrikam)).Decide(Thread(), Two, Ann, Roll, Now).ShouldAcceptWith<ThreadNarrowed>();
        new NarrowThread(Two).Decide(Thread(), Two, Ann, Roll, Now).ShouldAccept();
        new NarrowThread(Audience.Green).Decide(Thread(), Two, Mod, Roll, Now).ShouldRefuse("thread.not_narrower");
        new NarrowThread(Audience.Amber(Fabrikam)).Decide(Thread(), Two, Ann, Roll, Now).ShouldRefuse("thread.leaves_you_out");
        new NarrowThread(Audience.Amber(Fabrikam)).Decide(Thread(), Two, Ben, Roll, Now).ShouldRefuse("thread.not_opener");
    }

    [Fact]
    public void Who_may_read_a_narrowed_thread_is_admitted_by_both()
    {
        var narrow = Thread(new ThreadNarrowed(Ann.By, Now, Audience.Amber(Contoso, Northwind)))!;
        narrow.AudienceUnder(Two).ShouldBe(Audience.Amber(Contoso));
        narrow.AudienceUnder(null).ShouldBeNull();
        Thread()!.AudienceUnder(Two).ShouldBe(Two);
    }

    [Fact]
    public void A_post_gets_the_next_number() =>
        new WritePost("Half a per cent.", "k2", 1).Decide(Thread(First), null, Two, Ben, Now).ShouldAccept(Reply);

    [Fact]
    public void A_post_sent_twice_is_written_once_even_after_the_thread_was_locked()
    {
        new WritePost("Which threshold?", "k1").Decide(Thread(First), FirstPost(), Two, Ann, Now).ShouldAccept();
        new WritePost("Which threshold?", "k1").Decide(Thread(First, LockedNow), FirstPost(), Two, Ann, Now).ShouldAccept();
    }

    [Fact]
    public void Another_persons_key_does_not_swallow_a_post() =>
        new WritePost("Mine.", "k1").Decide(Thread(First), FirstPost(), Two, Ben, Now).ShouldAcceptWith<PostWritten>().Number.ShouldBe(2);

    [Theory]
    [InlineData("", "k", null, null, "text.missing")]
    [InlineData("   \n", "k", null, null, "text.missing")]
    [InlineData("a\u0000b", "k", null, null, "text.control_characters")]
    [InlineData("x", "", null, null, "post.client_key")]
    [InlineData("x", "k k", null, null, "post.client_key")]
    [InlineData("x", "k", 2, null, "post.no_such_post")]
    [InlineData("x", "k", 0, null, "post.no_such_post")]
    [InlineData("x", "k", null, 1, "thread.no_such_sub_thread")]
    public void Writing_names_what_is_wrong(string markdown, string key, int? replyTo, int? subThread, string code) =>
        new WritePost(markdown, key, replyTo, subThread).Decide(Thread(First), null, Two, Ben, Now).ShouldRefuse(code);

    [Fact]
    public void A_post_of_five_megabytes_is_too_long() =>
        new WritePost(new string('a', 5_000_000), "k").Decide(Thread(), null, Two, Ben, Now).ShouldRefuse("text.too_long");

    [Fact]
    public void Only_its_author_edits_a_post_and_not_over_an_edit_they_did_not_see()
    {
        new EditPost("Which threshold, exactly?").Decide(Thread(First), FirstPost(), Two, Ann, Now).ShouldAccept(new PostEdited(Ann.By, Now, 1, "Which threshold, exactly?"));
        new EditPost("x").Decide(Thread(First), FirstPost(), Two, Mod, Now).ShouldRefuse("post.not_author");
        new EditPost("").Decide(Thread(First), FirstPost(), Two, Ann, Now).ShouldRefuse("text.missing");
        new EditPost("x", 0).Decide(Thread(First), FirstPost(new PostEdited(Ann.By, Now, 1, "y")), Two, Ann, Now).ShouldRefuse("post.changed");
        new EditPost("x").Decide(Thread(First, LockedNow), FirstPost(), Two, Ann, Now).ShouldRefuse("thread.locked");
        new EditPost("x").Decide(Thread(First), FirstPost(new PostRedacted(Mod.By, Now, 1, "A key.")), Two, Ann, Now).ShouldRefuse("post.redacted");
    }

    [Fact]
    public void A_post_of_another_thread_is_not_here() =>
        new EditPost("x").Decide(Thread(First), Post.Evolve(null, "T-OTHER", First), Two, Ann, Now).ShouldRefuse("not_found");

    [Fact]
    public void Its_author_or_a_moderator_redacts_a_post_also_when_locked()
    {
        new RedactPost("A key.").Decide(Thread(First, LockedNow), FirstPost(), Two, Mod, Now).ShouldAccept(new PostRedacted(Mod.By, Now, 1, "A key."));
        new RedactPost("A key.").Decide(Thread(First), FirstPost(), Two, Ann, Now).ShouldAcceptWith<PostRedacted>();
        new RedactPost("A key.").Decide(Thread(First), FirstPost(), Two, Ben, Now).ShouldRefuse("post.not_author_or_moderator");
        new RedactPost(" ").Decide(Thread(First), FirstPost(), Two, Ann, Now).ShouldRefuse("text.missing");
        new RedactPost("A key.").Decide(Thread(First), FirstPost(new PostRedacted(Mod.By, Now, 1, "A key.")), Two, Mod, Now).ShouldAccept();
    }

    [Fact]
    public void A_reaction_counts_once_and_can_be_taken_back()
    {
        var reacted = FirstPost(new PostReacted(Ben.By, Now, 1, Reaction.Useful));
        new ReactToPost(Reaction.Useful).Decide(Thread(First), FirstPost(), Two, Ben, Now).ShouldAccept(new PostReacted(Ben.By, Now, 1, Reaction.Useful));
        new ReactToPost(Reaction.Useful).Decide(Thread(First), reacted, Two, Ben, Now).ShouldAccept();
        new ReactToPost((Reaction)99).Decide(Thread(First), FirstPost(), Two, Ben, Now).ShouldRefuse("post.reaction_unknown");
        new ReactToPost(Reaction.Useful).Decide(Thread(First, LockedNow), FirstPost(), Two, Ben, Now).ShouldRefuse("thread.locked");
        new ReactToPost(Reaction.Useful).Decide(Thread(First), FirstPost(new PostRedacted(Mod.By, Now, 1, "A key.")), Two, Ben, Now).ShouldRefuse("post.redacted");
        new WithdrawReaction(Reaction.Useful).Decide(Thread(First), reacted, Two, Ben, Now).ShouldAccept(new ReactionWithdrawn(Ben.By, Now, 1, Reaction.Useful));
        new WithdrawReaction(Reaction.Useful).Decide(Thread(First), reacted, Two, Ann, Now).ShouldAccept();
        new WithdrawReaction(Reaction.Useful).Decide(Thread(First, LockedNow), reacted, Two, Ben, Now).ShouldRefuse("thread.locked");
        FirstPost(new PostReacted(Ben.By, Now, 1, Reaction.Useful), new ReactionWithdrawn(Ben.By, Now, 1, Reaction.Useful)).Reactions.ShouldBeEmpty();
    }

    [Fact]
    public void The_one_who_asked_marks_the_answer()
    {
        var thread = Thread(First, Reply);
        var mark = new MarkAsAnswer();
        mark.Decide(thread, Second(), FirstPost(), Two, Ann, Now).ShouldAccept(new PostMarkedAsAnswer(Ann.By, Now, 2));
        mark.Decide(thread, Second(), FirstPost(), Two, Ben, Now).ShouldRefuse("post.not_asker");
        mark.Decide(thread, FirstPost(), null, Two, Mod, Now).ShouldRefuse("post.replies_to_nothing");
        mark.Decide(Thread(First, Reply, LockedNow), Second(), FirstPost(), Two, Ann, Now).ShouldRefuse("thread.locked");
        mark.Decide(thread, Second(new PostRedacted(Mod.By, Now, 2, "A key.")), FirstPost(), Two, Ann, Now).ShouldRefuse("post.redacted");
        var marked = Second(new PostMarkedAsAnswer(Ann.By, Now, 2));
        mark.Decide(thread, marked, FirstPost(), Two, Ann, Now).ShouldAccept();
        new MarkAsAnswer(false).Decide(thread, marked, FirstPost(), Two, Ann, Now).ShouldAccept(new PostUnmarkedAsAnswer(Ann.By, Now, 2));
        Second(new PostMarkedAsAnswer(Ann.By, Now, 2), new PostRedacted(Mod.By, Now, 2, "A key.")).IsAnswer.ShouldBeFalse();
    }

    [Fact]
    public void A_moderator_locks_and_reopens_with_a_reason()
    {
        new LockThread("Heated.").Decide(Thread(), Two, Mod, Now).ShouldAccept(LockedNow);
        new LockThread("Heated.").Decide(Thread(), Two, Ann, Now).ShouldRefuse("thread.not_moderator");
        new LockThread("").Decide(Thread(), Two, Mod, Now).ShouldRefuse("text.missing");
        new LockThread("Again.").Decide(Thread(LockedNow), Two, Mod, Now).ShouldAccept();
        new WritePost("x", "k").Decide(Thread(LockedNow), null, Two, Ann, Now).ShouldRefuse("thread.locked");
        new ReopenThread("Calm.").Decide(Thread(LockedNow), Two, Mod, Now).ShouldAccept(new ThreadReopened(Mod.By, Now, "Calm."));
        new ReopenThread("Calm.").Decide(Thread(LockedNow), Two, Ann, Now).ShouldRefuse("thread.not_moderator");
        new ReopenThread(" ").Decide(Thread(LockedNow), Two, Mod, Now).ShouldRefuse("text.missing");
        new ReopenThread("Calm.").Decide(Thread(), Two, Mod, Now).ShouldAccept();
        Thread(LockedNow, new ThreadReopened(Mod.By, Now, "Calm."))!.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public void A_moderator_pins_a_summary_of_bounded_length()
    {
        new PinSummary("Settled.").Decide(Thread(), Two, Mod, Now).ShouldAccept(new SummaryPinned(Mod.By, Now, "Settled."));
        new PinSummary("Settled.").Decide(Thread(), Two, Ann, Now).ShouldRefuse("thread.not_moderator");
        new PinSummary(new string('a', 2_001)).Decide(Thread(), Two, Mod, Now).ShouldRefuse("text.too_long");
        new PinSummary("").Decide(Thread(), Two, Mod, Now).ShouldAccept();
        new PinSummary("").Decide(Thread(new SummaryPinned(Mod.By, Now, "Settled.")), Two, Mod, Now).ShouldAccept(new SummaryUnpinned(Mod.By, Now));
    }

    [Fact]
    public void Sub_threads_are_one_level_deep_and_merging_keeps_the_posts_addresses()
    {
        var sub = new SubThreadOpened(Ben.By, Now, 1, "Offline hosts", 1);
        new OpenSubThread("Offline hosts").Decide(Thread(First), FirstPost(), Two, Ben, Now).ShouldAccept(sub);
        new OpenSubThread("").Decide(Thread(First), FirstPost(), Two, Ben, Now).ShouldRefuse("text.missing");
        new OpenSubThread("x").Decide(Thread(First, LockedNow), FirstPost(), Two, Ben, Now).ShouldRefuse("thread.locked");

        var moved = new PostMoved(Mod.By, Now, 2, 1);
        new MovePost(1).Decide(Thread(First, Reply, sub), Second(), Two, Mod, Now).ShouldAccept(moved);
        new MovePost(1).Decide(Thread(First, Reply, sub), Second(), Two, Ben, Now).ShouldRefuse("thread.not_moderator");
        new MovePost(7).Decide(Thread(First, Reply, sub), Second(), Two, Mod, Now).ShouldRefuse("thread.no_such_sub_thread");
        new MovePost(1).Decide(Thread(First, Reply, sub), FirstPost(), Two, Mod, Now).ShouldRefuse("thread.heads_sub_thread");
        new OpenSubThread("Deeper").Decide(Thread(First, Reply, sub, moved), Second(moved), Two, Ben, Now).ShouldRefuse("thread.one_level");

        new MergeSubThread(1).Decide(Thread(First, sub), Two, Ben, Now).ShouldRefuse("thread.not_moderator");
        new MergeSubThread(2).Decide(Thread(First, sub), Two, Mod, Now).ShouldRefuse("thread.no_such_sub_thread");
        new MergeSubThread(1, 1).Decide(Thread(First, sub), Two, Mod, Now).ShouldRefuse("thread.merges_into_itself");
        var merged = new SubThreadMerged(Mod.By, Now, 1, null);
        new MergeSubThread(1).Decide(Thread(First, sub), Two, Mod, Now).ShouldAccept(merged);
        new MergeSubThread(1).Decide(Thread(First, sub, merged), Two, Mod, Now).ShouldRefuse("thread.merged_already");
        Thread(First, Reply, sub, moved, merged)!.Resolve(Second(moved).SubThread).ShouldBeNull();
    }

    [Fact]
    public void Merged_sub_threads_lead_on_to_where_the_posts_are_now()
    {
        var thread = Thread(
            First, new SubThreadOpened(Ben.By, Now, 1, "A", 1), new SubThreadOpened(Ben.By, Now, 2, "B", 1), new SubThreadMerged(Mod.By, Now, 1, 2))!;
        thread.Resolve(1).ShouldBe(2);
        new WritePost("x", "k", null, 1).Decide(thread, null, Two, Ann, Now).ShouldAcceptWith<PostWritten>().SubThread.ShouldBe(2);
        new MergeSubThread(2, 1).Decide(thread, Two, Mod, Now).ShouldRefuse("thread.merges_into_itself");
    }

    [Fact]
    public void The_two_hundred_and_first_sub_thread_is_refused()
    {
        IEvent[] many = [First, .. Enumerable.Range(1, 200).Select(n => new SubThreadOpened(Ben.By, Now, n, "S", 1))];
        new OpenSubThread("x").Decide(Thread(many), FirstPost(), Two, Ben, Now).ShouldRefuse("thread.too_many_sub_threads");
    }

    [Fact]
    public void Whoever_may_not_read_the_thread_finds_nothing_whatever_they_try()
    {
        foreach (var actor in (Actor[])[Stranger, Actor.System])
        {
            Decision[] tries =
            [
                new WritePost("x", "k").Decide(Thread(First), null, Two, actor, Now),
                new WritePost("", "").Decide(Thread(First), null, Two, actor, Now),
                new EditPost("x").Decide(Thread(First), FirstPost(), Two, actor, Now),
                new RedactPost("x").Decide(Thread(First), FirstPost(), Two, actor, Now),
                new ReactToPost(Reaction.Agree).Decide(Thread(First), FirstPost(), Two, actor, Now),
                new WithdrawReaction(Reaction.Agree).Decide(Thread(First), FirstPost(), Two, actor, Now),
                new MarkAsAnswer().Decide(Thread(First), FirstPost(), null, Two, actor, Now),
                new LockThread("x").Decide(Thread(First), Two, actor, Now),
                new ReopenThread("x").Decide(Thread(First), Two, actor, Now),
                new PinSummary("x").Decide(Thread(First), Two, actor, Now),
                new OpenSubThread("x").Decide(Thread(First), FirstPost(), Two, actor, Now),
                new MovePost(null).Decide(Thread(First), FirstPost(), Two, actor, Now),
                new MergeSubThread(1).Decide(Thread(First), Two, actor, Now),
                new NarrowThread(Two).Decide(Thread(First), Two, actor, Roll, Now),
            ];
            foreach (var decision in tries)
                decision.ShouldBe(new Decision.Refused(Refusal.NotFound));
        }
    }

    [Fact]
    public void The_states_size_does_not_depend_on_how_much_was_written()
    {
        var few = Thread(First);
        var many = Thread([.. Enumerable.Range(1, 1_000).Select(n => new PostWritten(Ann.By, Now, n, "Text", null, null, $"k{n}"))]);
        (JsonSerializer.Serialize(many).Length - JsonSerializer.Serialize(few).Length).ShouldBeLessThan(10);
    }

    [Fact]
    public void A_stored_state_goes_on_as_if_it_had_never_been_stored()
    {
        IEvent[] events =
        [
            Opened, First, Reply, new SummaryPinned(Mod.By, Now, "S"), new SubThreadOpened(Ben.By, Now, 1, "A", 1), LockedNow,
            new ThreadNarrowed(Ann.By, Now, Audience.AmberStrict(Contoso)), new SubThreadMerged(Mod.By, Now, 1, null),
        ];
        DiscussionThread? stored = null;
        for (var i = 0; i < events.Length; i++)
        {
            stored = JsonSerializer.Deserialize<DiscussionThread>(JsonSerializer.Serialize(DiscussionThread.Evolve(stored, Id, events[i])));
            JsonSerializer.Serialize(stored).ShouldBe(JsonSerializer.Serialize(Spec.Given<DiscussionThread>(Id, events.Take(i + 1))));
        }

        var post = Second(new PostEdited(Ben.By, Now, 2, "x"), new PostReacted(Ann.By, Now, 2, Reaction.Thanks), new PostMarkedAsAnswer(Ann.By, Now, 2));
        var again = JsonSerializer.Deserialize<Post>(JsonSerializer.Serialize(post));
        JsonSerializer.Serialize(again).ShouldBe(JsonSerializer.Serialize(post));
    }

    [Fact]
    public void An_event_of_another_post_or_stream_is_a_bug_and_says_so()
    {
        Should.Throw<InvalidOperationException>(() => Post.Evolve(FirstPost(), Id, Reply));
        Should.Throw<InvalidOperationException>(() => DiscussionThread.Evolve(null, Id, First));
        Should.Throw<InvalidOperationException>(() => DiscussionThread.Evolve(Thread(), Id, Opened));
    }
}
