using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Opens a thread: beside a proposal or report, whose audience it inherits and may only narrow, or standing alone with
/// an audience of its own. One that is open already stays as it is.
/// <para>Refusals: <c>not_found</c> (the subject is not there for this actor), <c>text.*</c>, <c>thread.audience_missing</c>,
/// <c>audience.*</c>, <c>thread.not_within_subject</c>, <c>thread.leaves_you_out</c>.</para>
/// </summary>
/// <param name="Title">Its title.</param>
/// <param name="SubjectId">The proposal or report; null when it stands alone.</param>
/// <param name="Audience">Its own audience; null to inherit the subject's.</param>
public sealed record OpenThread(string Title, string? SubjectId, Audience? Audience)
{
    /// <summary>Decides.</summary>
    /// <param name="thread">The thread of this id, if there is one.</param>
    /// <param name="subject">The subject's present audience; null when there is none.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="roll">The members.</param>
    /// <param name="now">The time, UTC.</param>
    public Decision Decide(DiscussionThread? thread, Audience? subject, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (thread is not null)
            return DiscussionThread.Hidden(thread, thread.AudienceUnder(subject), actor) is { } hidden ? hidden : Decision.Accept();
        if (actor.IsSystem || (SubjectId is not null && subject?.Admits(actor) != true))
            return Refusal.NotFound;
        if (Text.Title(Title) is { } title)
            return title;
        if (Audience is null)
        {
            return SubjectId is null
                ? Refusal.Invalid("thread.audience_missing", "Say who can read the thread.", "audience")
                : Decision.Accept(new ThreadOpened(actor.By, now, Title, SubjectId, null));
        }

        if (AudienceRules.Check(Audience, roll, subject) is { } contradiction)
            return contradiction;
        if (SubjectId is not null && !Audience.IsWithin(subject!))
            return Refusal.Invalid("thread.not_within_subject", "A thread is never wider than what it is about. Choose a narrower audience.", "audience");
        if (!Audience.Admits(actor))
            return Refusal.Invalid("thread.leaves_you_out", "You are not in the audience yourself. Add your company, or yourself for TLP:RED.", "audience");
        return Decision.Accept(new ThreadOpened(actor.By, now, Title, SubjectId, Audience));
    }
}
