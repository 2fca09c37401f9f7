using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Reads the rules under one key of <c>tools</c>, or under <c>all_tools</c> (section 2).</summary>
internal sealed class ToolRulesReading(FindingSink sink, ValueReading values, Places places, EntryReading entries)
{
    private const int NamesCap = 1_000;
    private readonly LimitReading _limits = new(sink, values, places);

    /// <summary>The rules; null where the value is no object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="key">The key, or null for <c>all_tools</c>.</param>
    /// <param name="pointer">Pointer of the object.</param>
    public ToolRules? Read(JsonValue value, NamePattern? key, string pointer)
    {
        if (Fields.Of(value, key is null ? Shape.AllTools : Shape.Tool, sink) is not { } fields)
        {
            return null;
        }

        var action = values.Word(fields["action"], Vocabulary.Action);
        var reason = values.Text(fields["reason"], ValueReading.MessageCap);
        if (fields.Member("reason") is { } unused && action is null or ToolAction.Allow
            && !IsWrong(fields["action"], action))
        {
            sink.Add(
                FindingCode.ReasonWithoutAction, unused, "`reason` is the message of an `action` that denies or asks",
                "add \"action\": \"deny\" or \"require_approval\", or leave it out");
        }

        // The document's own order, so that what is found comes in order too.
        var require = entries.Read(fields["require"], "require", pointer);
        var denyIf = entries.Read(fields["deny_if"], "deny_if", pointer);
        var approvals = entries.Read(fields["require_approval"], "require_approval", pointer);
        var rules = new ToolRules
        {
            Key = key,
            Pointer = pointer,
            Action = action,
            Reason = reason,
            Require = require,
            DenyIf = [.. denyIf.Where(entry => !ApprovalIdiom.Is(entry.Message))],
            RequireApproval = [.. approvals, .. denyIf.Where(entry =>
                ApprovalIdiom.Is(entry.Message)).Select(AsApproval)],
            Limits = _limits.Read(fields, key?.Text ?? "all_tools", pointer, key is null),
            Arguments = Arguments(fields["arguments"]),
        };
        places.Set(rules, value);
        return rules;
    }

    // A word that is none was reported already; a second finding beside it would only confuse.
    private static bool IsWrong(JsonValue? written, ToolAction? read) => written is not null && read is null;

    private RuleEntry AsApproval(RuleEntry entry)
    {
        var approval = entry with { IsIdiom = true };
        places.Set(approval, places.Of(entry));
        return approval;
    }

    private ArgumentsRule Arguments(JsonValue? value)
    {
        if (value is null)
        {
            return ArgumentsRule.Any;
        }

        if (value.Kind == JsonValueKind.String)
        {
            return new ArgumentsRule(values.Word(value, Vocabulary.Arguments) ?? ArgumentsMode.Any, []);
        }

        if (value.Kind != JsonValueKind.Array)
        {
            sink.Add(
                FindingCode.TypeWrong, value, $"this is {value.What} and must be a word or an array of names",
                "write " + Quote.Choice(Vocabulary.Arguments.All) + ", or the names that are allowed");
            return ArgumentsRule.Any;
        }

        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var item in values.Items(value, NamesCap))
        {
            if (values.Text(item, PatternReading.PatternCap) is { } name)
            {
                names.Add(name);
            }
        }

        return new ArgumentsRule(ArgumentsMode.Names, names.ToImmutable());
    }
}
