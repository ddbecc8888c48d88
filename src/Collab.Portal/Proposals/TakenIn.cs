using System.Collections.Immutable;
using Collab.Domain.Proposals;

namespace Collab.Portal.Proposals;

/// <summary>The accepted suggestions in a revision that is being written: put into the text, listed, and credited unless left out.</summary>
public sealed class TakenIn(IReadOnlyList<RemarkRow> accepted)
{
    /// <summary>One suggestion.</summary>
    public sealed class Item(RemarkRow row)
    {
        /// <summary>The suggestion.</summary>
        public RemarkRow Row { get; } = row;

        /// <summary>True when its wording was put into the text; false when its passage is gone.</summary>
        public bool Applied { get; internal set; }

        /// <summary>True when the author takes it out of this revision.</summary>
        public bool LeftOut { get; internal set; }
    }

    /// <summary>The suggestions, the first made first.</summary>
    public ImmutableList<Item> Items { get; } = [.. accepted.Select(row => new Item(row))];

    /// <summary>The suggestions that the revision credits; null for none.</summary>
    public ImmutableList<string>? Credited => Items.Exists(IsIn) ? [.. Items.Where(IsIn).Select(i => i.Row.Id)] : null;

    /// <summary>The text with every wording in place that has a place.</summary>
    public ProposalText Apply(ProposalText text)
    {
        foreach (var item in Items)
        {
            var (anchor, replacement) = (item.Row.State.Anchor, item.Row.State.Replacement);
            var rewritten = replacement is null ? null : anchor.Replace(text.Of(anchor.Section) ?? "", replacement);
            item.Applied = rewritten is not null;
            if (rewritten is not null)
                text = text.With(anchor.Section, rewritten);
        }

        return text;
    }

    /// <summary>Leaves a suggestion out, and gives its section with the earlier wording back in place where the new one still stands.</summary>
    public static string LeaveOut(Item item, string markdown)
    {
        item.LeftOut = true;
        var (anchor, replacement) = (item.Row.State.Anchor, item.Row.State.Replacement);
        return replacement is { Length: > 0 } && markdown.Contains(replacement, StringComparison.Ordinal)
            ? (anchor with { Quote = replacement }).Replace(markdown, anchor.Quote) ?? markdown
            : markdown;
    }

    private static bool IsIn(Item item) => item is { Applied: true, LeftOut: false };
}
