using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;

namespace Collab.Local.SampleData;

/// <summary>Steps that many proposals take.</summary>
internal static class ProposalSteps
{
    private static readonly TimeSpan LastCallLength = TimeSpan.FromDays(14);

    /// <summary>Drafted, seconded two days later at the latest, and opened.</summary>
    public static Script<Proposal> IsOpened(
        this Script<Proposal> script, string author, string seconder, int started, int opened, string title, ProposalText text, Audience? audience = null, string? supersedes = null) => script
        .On(started, "09:12").Does(author, new StartDraft(title, text, supersedes))
        .On(started, "15:40").Does(author, new InviteCompany(People.CompanyOf(seconder), InvitedAs.Seconder))
        .On(started - 1, "08:25").Does(seconder, new SecondProposal())
        .On(opened, "09:30").Does(author, new OpenProposal(audience ?? Audience.Green));

    /// <summary>A representative records a position.</summary>
    public static Script<Proposal> Takes(this Script<Proposal> script, string representative, Position position, int revision = 1, string? statement = null) =>
        script.Does(representative, new RecordPosition(revision, position, statement));

    /// <summary>A representative objects.</summary>
    public static Script<Proposal> Objects(this Script<Proposal> script, string representative, int revision, string what, string why, string cure) =>
        script.Does(representative, new RecordPosition(revision, Position.Object, null, what, why, cure));

    /// <summary>A last call that opened so many days ago, ran its fourteen days and led to a tally.</summary>
    public static Script<Proposal> HasLastCall(this Script<Proposal> script, DateTimeOffset opened, string by, string summary, Disposition disposition = Disposition.Agree, Action<Script<Proposal>>? during = null) =>
        script.Together(steps =>
        {
            steps.At(opened).Does(by, new OpenLastCall(disposition, summary));
            during?.Invoke(steps);
            steps.At(opened + LastCallLength).ClockDoes(new PassTime());
        });

    /// <summary>Two moderators of unrelated companies publish it.</summary>
    public static Script<Proposal> IsPublished(this Script<Proposal> script, int daysAgo, string first, string second, OutcomeKind kind, string number) => script
        .On(daysAgo + 1, "13:05").Does(first, new ApprovePublication(kind, number))
        .On(daysAgo, "09:20").Does(second, new ApprovePublication(kind, number));
}
