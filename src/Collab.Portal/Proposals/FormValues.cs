using System.Collections.Immutable;
using System.Globalization;
using Collab.Domain;

namespace Collab.Portal.Proposals;

/// <summary>How a field of an action is asked for.</summary>
public enum FieldKind
{
    /// <summary>Markdown of some lines.</summary>
    Words,

    /// <summary>One of several.</summary>
    Choice,

    /// <summary>Any of several.</summary>
    Several,

    /// <summary>Yes or no.</summary>
    Check,

    /// <summary>Whole days.</summary>
    Days,
}

/// <summary>One field of an action.</summary>
/// <param name="Name">Its name, as refusals name it.</param>
/// <param name="Label">What stands above it.</param>
/// <param name="Kind">How it is asked for.</param>
/// <param name="Options">What can be chosen.</param>
/// <param name="Help">What stands below it.</param>
/// <param name="Initial">What it holds at first; empty when not said.</param>
/// <param name="When">The value of another field that it is asked for with; always when not said.</param>
public sealed record ActionField(string Name, string Label, FieldKind Kind, IReadOnlyList<(string Value, string Label)>? Options = null, string? Help = null, string Initial = "", (string Field, string Values)? When = null);

/// <summary>What was typed and chosen in an action's form.</summary>
public sealed class FormValues
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>A field's text.</summary>
    public string this[string name]
    {
        get => values.GetValueOrDefault(name, "");
        set => values[name] = value;
    }

    /// <summary>A field's text, or null where nothing was typed.</summary>
    public string? Optional(string name) => string.IsNullOrWhiteSpace(this[name]) ? null : this[name];

    /// <summary>The value chosen; one that Domain refuses where there is none.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(this[name], out var value) ? value : (T)Enum.ToObject(typeof(T), -1);

    /// <summary>The company chosen.</summary>
    public MemberId Company(string name) => new(this[name]);

    /// <summary>The companies chosen.</summary>
    public ImmutableSortedSet<MemberId> Companies(string name) => [.. this[name].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(v => new MemberId(v))];

    /// <summary>True when the box is checked.</summary>
    public bool Checked(string name) => this[name] == "true";

    /// <summary>The days typed; none where it is no number.</summary>
    public TimeSpan? Days(string name) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < 10_000 ? TimeSpan.FromDays(days) : null;

    /// <summary>Adds or removes one of several.</summary>
    public void Toggle(string name, string value)
    {
        var chosen = this[name].Split(',', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!chosen.Remove(value))
            chosen.Add(value);
        this[name] = string.Join(',', chosen);
    }

    /// <summary>True when the value is one of those chosen.</summary>
    public bool Holds(string name, string value) => this[name].Split(',').Contains(value);
}
