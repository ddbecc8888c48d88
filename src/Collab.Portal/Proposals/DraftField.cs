using Collab.Domain.Proposals;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>The title or a section of a draft, as one screen that edits it knows it.</summary>
/// <param name="name">The section's name, or <see cref="Title"/>.</param>
internal sealed class DraftField(string name)
{
    /// <summary>The title's name among the fields.</summary>
    public const string Title = "title";

    /// <summary>The names of all fields, in their order on the page.</summary>
    public static readonly IReadOnlyList<string> Names = [Title, .. ProposalText.Empty.Sections.Select(s => s.Name)];

    /// <summary>Its name; also the id of its element.</summary>
    public string Name { get; } = name;

    /// <summary>The text that the page began with. The element's own text is the script's matter from then on.</summary>
    public string Initial { get; init; } = "";

    /// <summary>The text as last saved by anybody.</summary>
    public string Text { get; set; } = "";

    /// <summary>The number of an event at which it stood so.</summary>
    public long Event { get; set; }

    /// <summary>The preview.</summary>
    public string Html { get; set; } = "";

    /// <summary>True while there is something typed that is not saved.</summary>
    public bool Dirty { get; set; }

    /// <summary>When and by whom it was saved last, while this page was open.</summary>
    public string? Saved { get; set; }

    /// <summary>Why it could not be saved.</summary>
    public string? Trouble { get; set; }

    /// <summary>What another author made of the same words; null when nothing is to be decided.</summary>
    public string? Theirs { get; private set; }

    /// <summary>An event at which the draft had <see cref="Theirs"/>.</summary>
    public long TheirsEvent { get; private set; }

    /// <summary>From what was typed here to theirs.</summary>
    public IReadOnlyList<WordRun> Difference { get; private set; } = [];

    /// <summary>The others who are in the field.</summary>
    public IReadOnlyList<Reader> Others { get; set; } = [];

    /// <summary>Who else is in the field, as a sentence; empty for nobody.</summary>
    public string Editors => Others.Count == 0 ? ""
        : $"{Say.List([.. Others.Select(o => $"{o.Name} ({o.CompanyName})")])} {(Others.Count == 1 ? "is" : "are")} editing this {(Name == Title ? "title" : "section")}";

    /// <summary>The text as it is saved, with nothing left to decide.</summary>
    public void Stands(string text, long number)
    {
        (Text, Event, Dirty, Trouble, Theirs) = (text, number, false, null, null);
        Html = SectionEditor.Render(text);
    }

    /// <summary>Another author changed the same words.</summary>
    public void Meets(string mine, string theirs, long number)
    {
        (Theirs, TheirsEvent, Trouble) = (theirs, number, null);
        Difference = WordDiff.Changed(mine, theirs);
    }
}
