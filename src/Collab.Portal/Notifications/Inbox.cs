using System.Globalization;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Notifications;

/// <summary>A reminder as its reader sees it now.</summary>
/// <param name="Id">The reminder.</param>
/// <param name="Proposal">The proposal's id.</param>
/// <param name="Title">The proposal's title.</param>
/// <param name="Label">The label that it carries.</param>
/// <param name="Kind">Of what.</param>
/// <param name="Target">Of which one, where there are several.</param>
/// <param name="Sentence">What is to be done, in one sentence.</param>
/// <param name="Deadline">Until when, UTC; null where nothing sets an end.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Read">True when it was read.</param>
/// <param name="Settled">True when it is done, or not theirs to do any more.</param>
/// <param name="Address">Where it is done.</param>
public sealed record InboxItem(
    string Id, string Proposal, string Title, Tlp Label, ReminderKind Kind, string? Target, string Sentence, DateTimeOffset? Deadline, DateTimeOffset At, bool Read, bool Settled, string Address)
{
    /// <summary>True while it is unread and still to be done.</summary>
    public bool IsNew => !Read && !Settled;
}

/// <summary>One page of reminders.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record InboxPage(IReadOnlyList<InboxItem> Items, string? Next);

/// <summary>
/// A person's reminders. Each read asks anew whether they may still read the proposal, and whether the thing still
/// waits for their company: a row says only that it once did.
/// </summary>
public sealed class Inbox(ReminderRows rows, IDocumentStore store, RoomFacts facts, LiveFeed feed, TimeProvider clock)
{
    private const int MostUnread = 200;

    /// <summary>A page of reminders.</summary>
    public async Task<InboxPage> List(Actor actor, string? after = null, int take = 50, CancellationToken cancellation = default)
    {
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        var found = await rows.Of(actor.Person, room.Now - ReminderRows.KeptFor, unread: false, ReadCursor(after), take + 1, cancellation);
        var page = found.Take(take).ToList();
        return new InboxPage(await Look(page, actor, room, cancellation), found.Count > take ? $"{page[^1].CreatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)}.{page[^1].Id}" : null);
    }

    /// <summary>What is unread and still to be done.</summary>
    public async Task<IReadOnlyList<InboxItem>> Unread(Actor actor, CancellationToken cancellation = default)
    {
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        var found = await rows.Of(actor.Person, room.Now - ReminderRows.KeptFor, unread: true, null, MostUnread, cancellation);
        return [.. (await Look(found, actor, room, cancellation)).Where(i => i.IsNew)];
    }

    /// <summary>The actor has read these of their own; all when none are named.</summary>
    public Task Read(Actor actor, IReadOnlyCollection<string>? ids = null, CancellationToken cancellation = default) =>
        rows.Read(actor.Person, ids, clock.GetUtcNow(), cancellation);

    /// <summary>Hears when a person's reminders changed, or what they are about did.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="shown">The proposals that are shown now.</param>
    /// <param name="onChange">Called on the listener's thread; must return at once.</param>
    public IDisposable Subscribe(PersonId person, Func<IReadOnlySet<string>> shown, Action onChange)
    {
        var mine = ReminderRows.SignalOf(person);
        return feed.Subscribe(
            commit =>
            {
                if (commit.Version == Commit.Unknown || shown().Contains(commit.Stream))
                    onChange();
            },
            signal =>
            {
                if (signal == mine)
                    onChange();
            });
    }

    private async Task<IReadOnlyList<InboxItem>> Look(IReadOnlyList<ReminderRow> found, Actor actor, Room room, CancellationToken cancellation)
    {
        if (found.Count == 0)
            return [];
        await using var session = store.QuerySession();
        var proposals = (await session.LoadManyAsync<Proposal>(cancellation, found.Select(r => r.Proposal).Distinct()))
            .Where(p => p.Audience.Admits(actor)).ToDictionary(p => p.Id, StringComparer.Ordinal);
        var waiting = proposals.Values.SelectMany(p => Reminders.For(p, room.Roll, room.Rules, room.Now)
            .Where(r => r.Company == actor.Company && actor.Is(r.Role)).Select(r => (p.Id, r.Matter))).ToHashSet();
        return [.. found.Where(r => r.Reminder.Company == actor.Company && proposals.ContainsKey(r.Proposal))
            .Select(r => Item(r, proposals[r.Proposal], !waiting.Contains((r.Proposal, r.Matter)), room))];
    }

    private static InboxItem Item(ReminderRow row, Proposal proposal, bool settled, Room room)
    {
        var reminder = row.Reminder;
        return new InboxItem(
            row.Id, proposal.Id, proposal.Title, proposal.Audience.Label, reminder.Kind, reminder.Target, ReminderWords.Sentence(reminder, proposal, room.Roll),
            reminder.Deadline, row.CreatedAt, row.ReadAt is not null, settled, ReminderWords.Address(reminder, proposal.Id));
    }

    private static (DateTimeOffset At, string Id)? ReadCursor(string? cursor) =>
        cursor?.Split('.', 2) is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks
            ? (new DateTimeOffset(at, TimeSpan.Zero), id)
            : null;
}
