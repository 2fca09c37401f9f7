using Gatehouse.Control.Faults;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>A form as it is shown again after a refusal: what was typed, and what is wrong.</summary>
public sealed class FormState
{
    private readonly Dictionary<string, string> _values;

    private FormState(Dictionary<string, string> values, string? problem, string? help, string? field) =>
        (_values, Problem, Help, Field) = (values, problem, help, field);

    /// <summary>What is wrong, as a sentence; null for a form that was not sent yet.</summary>
    public string? Problem { get; }

    /// <summary>What to do, as a sentence.</summary>
    public string? Help { get; }

    /// <summary>The field that is wrong; null where it is not one of them.</summary>
    public string? Field { get; }

    /// <summary>A form that was not sent yet.</summary>
    public static FormState New(params (string Name, string Value)[] values) =>
        new(values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal), null, null, null);

    /// <summary>What a field holds.</summary>
    public string Value(string name) => _values.GetValueOrDefault(name, "");

    /// <summary>Whether a field is the one that is wrong.</summary>
    public bool IsWrong(string name) => Field is not null && Field.Replace('_', '-') == name.Replace('_', '-');

    /// <summary>A form that is shown again as it was sent.</summary>
    internal static FormState Of(SentForm sent) => new(sent.Again(), null, null, null);

    internal static FormState Refused(SentForm sent, Refusal refusal)
    {
        var text = refusal.Fault.Message;
        var field = text.Split('`') is [_, { Length: > 0 } member, ..] ? member : null;
        return new(sent.Again(), Sentences.Of(text), refusal.Fault.Help is { } help ? Sentences.Of(help) : null, field);
    }
}
