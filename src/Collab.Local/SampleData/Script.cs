using Collab.Domain;
using Collab.Domain.Outcomes;
using Collab.Portal.Store;

namespace Collab.Local.SampleData;

/// <summary>What happens to one thing, step by step, each step a command that Domain accepts.</summary>
/// <typeparam name="T">The state of the thing.</typeparam>
/// <param name="story">Where the steps go.</param>
/// <param name="id">The thing's stream.</param>
internal sealed class Script<T>(Story story, string id)
    where T : class, IState<T>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private DateTimeOffset at;
    private List<Step>? together;

    /// <summary>The next step happens at this time of day, UTC, so many days ago; the ones after it a minute later each.</summary>
    public Script<T> On(int daysAgo, string time) => At(story.On(daysAgo, time));

    /// <summary>The next step happens at this instant, UTC.</summary>
    public Script<T> At(DateTimeOffset instant)
    {
        at = instant;
        return this;
    }

    /// <summary>A person gives a command.</summary>
    public Script<T> Does(string person, object command)
    {
        var step = new Step(at, person, command);
        if (together is null)
            story.Add(new Several(id, Name([step]), at, [step]));
        else
            together.Add(step);
        at += Pause;
        return this;
    }

    /// <summary>The clock gives a command.</summary>
    public Script<T> ClockDoes(object command) => Does(Stage.Clock, command);

    /// <summary>
    /// These steps are written in one transaction. For what has a deadline that is past by now: were it left open in
    /// between, the portal's own clock would end it at the present time.
    /// </summary>
    public Script<T> Together(Action<Script<T>> steps)
    {
        together = [];
        steps(this);
        var scene = together;
        together = null;
        story.Add(new Several(id, Name(scene), scene[^1].At, scene));
        return this;
    }

    private string Name(IEnumerable<Step> steps) => id + ": " + string.Join(", ", steps.Select(s => $"{s.Person} {s.Command.GetType().Name}"));

    private sealed record Step(DateTimeOffset At, string Person, object Command);

    private sealed record Several(string Stream, string Name, DateTimeOffset At, IReadOnlyList<Step> Steps) : Scene(Stream, Name, At)
    {
        public override async Task Play(Stage stage, CancellationToken cancellation)
        {
            var result = await stage.Commands.Run<T>(Stream, null, given => Decide(stage, given, cancellation), cancellation: cancellation);
            if (result is not CommandResult.Done done)
                throw new InvalidOperationException($"Sample data: {Name} ends as {result}.");
            stage.Remember(Stream, done.Events);
        }

        // The document of a publication is made from what is written before it.
        public override Scene? With(Scene next) => next is Several several && several.Steps[0].Command is not (ApprovePublication or ApproveCorrection)
            ? new Several(Stream, Name + "; " + next.Name, next.At, [.. Steps, .. several.Steps])
            : null;

        private async ValueTask<Decision> Decide(Stage stage, Given<T> given, CancellationToken cancellation)
        {
            var state = given.State;
            List<IEvent> events = [];
            foreach (var step in Steps)
            {
                var actor = await stage.ActorOf(step.Person, given.Session, cancellation);
                var moment = new Moment(actor, given.Room with { Now = step.At }, given.Session, [.. stage.Before(Stream), .. events]);
                var decision = await Rulings.Decide(step.Command, state, moment, cancellation);
                if (decision is not Decision.Accepted accepted)
                {
                    var refusal = ((Decision.Refused)decision).Refusal;
                    throw new InvalidOperationException($"Sample data: {Stream}, {step.Person} {step.Command.GetType().Name} on {step.At:O} is refused: {refusal.Code}: {refusal.Sentence}");
                }

                events.AddRange(accepted.Events);
                state = accepted.Events.Aggregate(state, (s, e) => T.Evolve(s, Stream, e));
            }

            return Decision.Accept(events);
        }
    }
}
