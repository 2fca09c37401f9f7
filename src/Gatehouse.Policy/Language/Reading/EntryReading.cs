using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>
/// Reads the entries of <c>require</c>, <c>deny_if</c> and <c>require_approval</c>, and names their rules.
/// </summary>
internal sealed class EntryReading(FindingSink sink, ValueReading values, Places places, ConditionReading conditions)
{
    private const int EntryCap = 64;
    private const int ConditionCap = 32;
    private const int IdCap = 128;

    /// <summary>The entries without those that have an error.</summary>
    /// <param name="list">The list, or null where it is not written.</param>
    /// <param name="word">The list's name.</param>
    /// <param name="owner">Pointer of the rules that it stands in.</param>
    public ImmutableArray<RuleEntry> Read(JsonValue? list, string word, string owner)
    {
        if (list is null)
        {
            return [];
        }

        var items = values.Items(list, EntryCap);
        var rules = new RuleIds(owner + "/" + word, Ids(items));
        var entries = ImmutableArray.CreateBuilder<RuleEntry>();
        foreach (var item in items)
        {
            if (Entry(item, word, rules) is { } entry)
            {
                places.Set(entry, item);
                entries.Add(entry);
            }
        }

        return entries.ToImmutable();
    }

    private List<string> Ids(IReadOnlyList<JsonValue> items)
    {
        var ids = new List<string>();
        foreach (var item in items)
        {
            if (item.Find("id")?.Value is not { Kind: JsonValueKind.String } id)
            {
                continue;
            }

            if (ids.Contains(id.Text))
            {
                sink.Add(FindingCode.IdRepeated, id, $"another entry of this list has the id {Quote.Text(id.Text)}",
                    null);
            }

            ids.Add(id.Text);
        }

        return ids;
    }

    private RuleEntry? Entry(JsonValue item, string word, RuleIds rules)
    {
        var isApproval = word == "require_approval";
        if (Fields.Of(item, isApproval ? Shape.Approval : Shape.Entry, sink) is not { } fields)
        {
            return null;
        }

        var tests = Conditions(fields["conditions"], word == "require" ? Quantifier.Every : Quantifier.Some);
        var id = values.Text(fields["id"], IdCap);
        var message = values.Text(fields[isApproval ? "message" : "on_deny"], ValueReading.MessageCap);
        var entry = new RuleEntry
        {
            // The name is made before errors are looked at, so that the names of its neighbours stay.
            Rule = id is not null ? rules.Named(id) : rules.Made(First(fields["conditions"])),
            Conditions = tests ?? [],
            Message = message,
        };
        if (isApproval)
        {
            entry = Terms(entry, fields);
        }

        Explain(entry, word, item);
        return tests is null ? null : entry;
    }

    private RuleEntry Terms(RuleEntry entry, Fields fields) => entry with
    {
        Expires = values.Duration(fields["expires"], "1m", "7d") ?? entry.Expires,
        Hold = values.Duration(fields["hold"], "0s", "5m") ?? entry.Hold,
        Approvers = (int)(values.Whole(fields["approvers"], 1, 5) ?? entry.Approvers),
    };

    private void Explain(RuleEntry entry, string word, JsonValue item)
    {
        if (word == "require" && item.Find("conditions") is { Value: { Kind: JsonValueKind.Array, Elements: [] } } none)
        {
            sink.Add(FindingCode.RequireEmpty, none, "an entry without conditions always holds", "leave it out");
        }

        if (word == "deny_if" && ApprovalIdiom.Is(entry.Message))
        {
            sink.Add(
                FindingCode.ApprovalIdiom, item,
                $"this entry asks a person, because its message is {Quote.Text(entry.Message!)}",
                "write it under `require_approval`; a final denial has another message or `\"action\": \"deny\"`");
        }
    }

    // Null where one of them has an error.
    private ImmutableArray<Condition>? Conditions(JsonValue? list, Quantifier quantifier)
    {
        if (list is null || list.Kind != JsonValueKind.Array)
        {
            values.Items(list, ConditionCap);
            return null;
        }

        var tests = ImmutableArray.CreateBuilder<Condition>();
        foreach (var item in values.Items(list, ConditionCap))
        {
            if (conditions.Read(item, quantifier) is { } condition)
            {
                tests.Add(condition);
            }
        }

        return tests.Count == list.Elements.Count ? tests.ToImmutable() : null;
    }

    // What the name of a rule is made of, also when the condition has an error elsewhere.
    private static (string Path, string Op)? First(JsonValue? list) =>
        list is { Elements: [var first, ..] } ? (Member(first, "path"), Member(first, "op")) : null;

    private static string Member(JsonValue value, string name) => value.Find(name)?.Value.Text ?? "";
}
