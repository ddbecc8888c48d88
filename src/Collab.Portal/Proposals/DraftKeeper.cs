using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.SignIn;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>
/// One screen's hold on its company's draft: what is typed, what is kept, and what a colleague wrote meanwhile. Saves a
/// moment after the last key. Fields that only one of two people touched are put together; where both changed one,
/// nothing is written until the person chooses.
/// </summary>
/// <param name="drafts">Where drafts are kept.</param>
/// <param name="current">Who types.</param>
/// <param name="proposal">The proposal.</param>
/// <param name="onChange">Runs on the screen's own turn, and shows what changed.</param>
internal sealed class DraftKeeper(PositionDrafts drafts, CurrentActor current, string proposal, Func<Func<Task>, Task> onChange) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);

    private readonly SemaphoreSlim turn = new(1);
    private ITimer? timer;
    private IDisposable? subscription;
    private bool dirty;
    private bool gone;

    /// <summary>What the screen shows.</summary>
    public PositionDraft Text { get; private set; } = new();

    /// <summary>What is kept and was seen.</summary>
    public KeptDraft Kept { get; private set; } = KeptDraft.None;

    /// <summary>What a colleague wrote into a field that was changed here too; null where there is nothing to choose.</summary>
    public KeptDraft? Theirs { get; private set; }

    /// <summary>Why it could not be saved, in one sentence; null when it could.</summary>
    public string? Trouble { get; private set; }

    /// <summary>True while something typed is not saved.</summary>
    public bool Dirty => dirty;

    /// <summary>Loads the draft, and follows it from then on.</summary>
    public async Task Start(Actor actor)
    {
        subscription = drafts.Subscribe(actor.Company, changed =>
        {
            if (changed is null || changed == proposal)
                _ = onChange(Follow);
        });
        await Follow();
    }

    /// <summary>Something was typed or chosen.</summary>
    public void Edit(PositionDraft text)
    {
        if (text == Text)
            return;
        Text = text;
        dirty = true;
        timer ??= TimeProvider.System.CreateTimer(_ => _ = onChange(Save), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Saves what is typed, unless there is something to choose first.</summary>
    public Task Save() => InTurn(async actor =>
    {
        if (!dirty || Theirs is not null)
            return;
        await Write(Text, actor);
    });

    /// <summary>Takes up what others wrote meanwhile.</summary>
    public Task Follow() => InTurn(async actor =>
    {
        var read = await drafts.Read(proposal, actor);
        if (read.Refusal is null && read.Kept.Version > Kept.Version)
            Meet(read.Kept);
    });

    /// <summary>The colleague's words take the place of those typed here.</summary>
    public void TakeTheirs()
    {
        if (Theirs is not { } theirs)
            return;
        (Text, Kept, Theirs, dirty) = (theirs.Draft, theirs, null, false);
    }

    /// <summary>What is typed here takes the place of the colleague's.</summary>
    public async Task KeepMine()
    {
        if (Theirs is not { } theirs)
            return;
        (Kept, Theirs, dirty) = (theirs, null, true);
        await Save();
    }

    /// <summary>Throws the draft away.</summary>
    public Task Discard() => InTurn(async actor =>
    {
        await Write(new PositionDraft(), actor);
        if (Trouble is null && Theirs is null)
            Text = new PositionDraft();
    });

    /// <summary>The position is recorded and the draft is gone with it.</summary>
    public async Task Recorded()
    {
        timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (Text, Theirs, dirty) = (new PositionDraft(), null, false);
        await Follow();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (gone)
            return;
        subscription?.Dispose();
        if (timer is not null)
            await timer.DisposeAsync();
        await Save();
        gone = true;
    }

    private async Task Write(PositionDraft text, Actor actor)
    {
        var result = await drafts.Write(proposal, text, Kept.Version, actor);
        Trouble = result.Refusal?.Sentence;
        if (result.Refusal is not null)
            return;
        if (result.Changed)
        {
            Meet(result.Kept);
            return;
        }

        Kept = result.Kept;
        dirty = Text != text && text != new PositionDraft();
    }

    // Field by field: who alone changed it is followed.
    private void Meet(KeptDraft theirs)
    {
        var (mine, before, other) = (Text, Kept.Draft, theirs.Draft);
        if (!dirty)
        {
            (Text, Kept, Theirs) = (other, theirs, null);
            return;
        }

        var clash = false;
        var together = new PositionDraft(
            Of(d => d.Position), Of(d => d.Statement), Of(d => d.What), Of(d => d.Why), Of(d => d.Cure));
        if (clash)
        {
            Theirs = theirs;
            return;
        }

        (Text, Kept, Theirs) = (together, theirs, null);
        dirty = together != other;
        if (dirty)
            timer?.Change(Pause, Timeout.InfiniteTimeSpan);

        T Of<T>(Func<PositionDraft, T> field)
        {
            var (m, b, o) = (field(mine), field(before), field(other));
            if (Equals(m, b) || Equals(m, o))
                return o;
            clash |= !Equals(o, b);
            return m;
        }
    }

    // One read or write at a time, so that a screen never takes its own save for a colleague's.
    private async Task InTurn(Func<Actor, Task> deed)
    {
        await turn.WaitAsync();
        try
        {
            if (!gone && await current.Get() is { } actor)
                await deed(actor);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            Trouble = "The draft is not saved: the database does not answer. What you typed stays on this device and is saved with the next change.";
        }
        finally
        {
            turn.Release();
        }
    }
}
