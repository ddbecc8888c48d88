using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Collab.Domain;
using Collab.Domain.Sharing;

namespace Collab.Portal.Store;

/// <summary>Somebody who is at a place.</summary>
/// <param name="Person">The person.</param>
/// <param name="Company">Their company.</param>
/// <param name="Name">Their name.</param>
/// <param name="CompanyName">Their company's name.</param>
/// <param name="Writing">True while they write.</param>
public sealed record Reader(PersonId Person, MemberId Company, string Name, string CompanyName, bool Writing);

/// <summary>
/// Who is at which place (a thread, a section of a draft: any name), over all nodes. Nodes tell each other in passing, ids
/// only; a node that is not heard of for ten seconds has nobody any more. Whoever shows it checks who may see the place.
/// </summary>
public sealed class Presence : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WritingExpiry = TimeSpan.FromSeconds(6);

    // One message holds at most 8,000 bytes; more people than this are not named.
    private const int MostNamed = 120;

    private readonly string node = Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);
    private readonly LiveFeed feed;
    private readonly TimeProvider clock;
    private readonly ILogger<Presence> log;
    private readonly IDisposable subscription;

    /// <summary>Starts to hear other nodes.</summary>
    public Presence(LiveFeed feed, TimeProvider clock, ILogger<Presence> log)
    {
        (this.feed, this.clock, this.log) = (feed, clock, log);
        subscription = feed.SubscribeSignals(Hear);
    }

    /// <summary>Told with the place's name when somebody came, went, or began or stopped writing.</summary>
    public event Action<string>? Changed;

    /// <summary>The person is here until disposed.</summary>
    public IDisposable Arrive(string name, PersonId person)
    {
        var place = At(name, p =>
        {
            p.Screens[person.Value] = p.Screens.GetValueOrDefault(person.Value) + 1;
            p.Dirty = true;
        });
        Changed?.Invoke(name);
        return new Stay(() => Leave(name, place, person));
    }

    /// <summary>The person writes; forgotten after a few seconds unless repeated.</summary>
    public void Writing(string name, PersonId person)
    {
        if (!places.TryGetValue(name, out var place))
            return;
        bool began;
        lock (place)
        {
            began = !place.Writing.ContainsKey(person.Value);
            place.Writing[person.Value] = clock.GetUtcNow() + WritingExpiry;
            place.Dirty |= began;
        }

        if (began)
            Changed?.Invoke(name);
    }

    /// <summary>The person stopped writing: what they wrote is posted or saved.</summary>
    public void Wrote(string name, PersonId person)
    {
        if (!places.TryGetValue(name, out var place))
            return;
        lock (place)
        {
            if (!place.Writing.Remove(person.Value))
                return;
            place.Dirty = true;
        }

        Changed?.Invoke(name);
    }

    /// <summary>Who is here, and whether they write.</summary>
    public IReadOnlyDictionary<PersonId, bool> Of(string name)
    {
        var people = new Dictionary<PersonId, bool>();
        if (!places.TryGetValue(name, out var place))
            return people;
        lock (place)
        {
            foreach (var person in place.Screens.Keys.Concat(place.Others.Values.SelectMany(o => o.Here)))
                people.TryAdd(new PersonId(person), false);
            foreach (var person in place.Writing.Keys.Concat(place.Others.Values.SelectMany(o => o.Writing)))
                people[new PersonId(person)] = true;
        }

        return people;
    }

    /// <summary>Who is here by name, of those whom the place's audience admits, in the order of companies and names.</summary>
    public async Task<IReadOnlyList<Reader>> Readers(string name, Audience audience, RoomFacts facts, CancellationToken cancellation = default)
    {
        var readers = new List<Reader>();
        foreach (var (person, writing) in Of(name))
        {
            if (await facts.Find(person, cancellation) is { } found && audience.Admits(found.Actor))
                readers.Add(new Reader(person, found.Actor.Company, found.Participant.Name, found.Member.Name, writing));
        }

        return [.. readers.OrderBy(r => r.CompanyName, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Tick(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            subscription.Dispose();
        }
    }

    private async Task Tick(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var (name, place) in places)
        {
            bool expired;
            Announcement? announcement = null;
            lock (place)
            {
                expired = place.Expire(now);
                place.Dirty |= expired;
                if (place.Dirty || (place.Screens.Count > 0 && now - place.ToldAt >= Again))
                {
                    announcement = new Announcement(node, name, [.. place.Screens.Keys.Take(MostNamed)], [.. place.Writing.Keys.Take(MostNamed)]);
                    (place.Dirty, place.ToldAt) = (false, now);
                }

                if (place.IsEmpty)
                    place.Gone = places.TryRemove(KeyValuePair.Create(name, place));
            }

            if (expired)
                Changed?.Invoke(name);
            if (announcement is not null)
                await Tell(announcement, cancellation);
        }
    }

    private async Task Tell(Announcement announcement, CancellationToken cancellation)
    {
        try
        {
            await feed.Signal("presence " + JsonSerializer.Serialize(announcement), cancellation);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            log.LogWarning("Other nodes do not hear who is here: {Reason}", e.Message);
        }
    }

    private void Hear(string signal)
    {
        if (!signal.StartsWith("presence ", StringComparison.Ordinal)
            || JsonSerializer.Deserialize<Announcement>(signal.AsSpan(9)) is not { } heard || heard.Node == node)
            return;
        if (heard.Here.Count == 0 && !places.ContainsKey(heard.Place))
            return;
        var changed = false;
        At(heard.Place, place =>
        {
            var before = place.Others.GetValueOrDefault(heard.Node);
            changed = before is null || !before.Here.SequenceEqual(heard.Here) || !before.Writing.SequenceEqual(heard.Writing);
            if (heard.Here.Count == 0)
                place.Others.Remove(heard.Node);
            else
                place.Others[heard.Node] = new Elsewhere(clock.GetUtcNow() + Expiry, heard.Here, heard.Writing);
        });
        if (changed)
            Changed?.Invoke(heard.Place);
    }

    // A place that emptied may be taken away between finding it and entering it: then there is a new one.
    private Place At(string name, Action<Place> enter)
    {
        for (; ; )
        {
            var place = places.GetOrAdd(name, _ => new Place());
            lock (place)
            {
                if (place.Gone)
                    continue;
                enter(place);
                return place;
            }
        }
    }

    private void Leave(string name, Place place, PersonId person)
    {
        lock (place)
        {
            var left = place.Screens.GetValueOrDefault(person.Value) - 1;
            if (left > 0)
            {
                place.Screens[person.Value] = left;
                return;
            }

            place.Screens.Remove(person.Value);
            place.Writing.Remove(person.Value);
            place.Dirty = true;
        }

        Changed?.Invoke(name);
    }

    private sealed record Announcement(
        [property: JsonPropertyName("n")] string Node,
        [property: JsonPropertyName("p")] string Place,
        [property: JsonPropertyName("h")] IReadOnlyList<string> Here,
        [property: JsonPropertyName("w")] IReadOnlyList<string> Writing);

    private sealed record Elsewhere(DateTimeOffset Until, IReadOnlyList<string> Here, IReadOnlyList<string> Writing);

    private sealed class Place
    {
        public SortedDictionary<string, int> Screens { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, DateTimeOffset> Writing { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Elsewhere> Others { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset ToldAt { get; set; }

        public bool Dirty { get; set; }

        public bool Gone { get; set; }

        public bool IsEmpty => Screens.Count == 0 && Others.Count == 0 && !Dirty;

        public bool Expire(DateTimeOffset now)
        {
            var writing = Writing.Where(w => w.Value <= now).Select(w => w.Key).ToList();
            var nodes = Others.Where(o => o.Value.Until <= now).Select(o => o.Key).ToList();
            writing.ForEach(w => Writing.Remove(w));
            nodes.ForEach(n => Others.Remove(n));
            return writing.Count + nodes.Count > 0;
        }
    }

    private sealed class Stay(Action end) : IDisposable
    {
        private Action? end = end;

        public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
    }
}
