using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Reads what a server's entry says of storing arguments.</summary>
internal static class KeepingReading
{
    /// <summary>The setting; null where there is none, or it cannot be used.</summary>
    public static ArgumentKeeping? Read(JsonValue? value, FindingSink sink, ValueReading values)
    {
        if (value is null || Fields.Of(value, ConfigShapes.StoreArguments, sink) is not { } fields)
        {
            return null;
        }

        var redact = fields["redact"] is { } written ? Fields.Of(written, ConfigShapes.Redact, sink) : null;
        var days = values.Whole(fields["keep_days"], ArgumentKeeping.LeastDays, ArgumentKeeping.MostDays);
        var (rules, flaw) = RedactionRules.Read(
            Texts(redact?["names"], values), Texts(redact?["paths"], values), Texts(redact?["values"], values));
        if (flaw is not null)
        {
            var list = redact![flaw.List]!;
            sink.Add(
                ConfigFindings.RedactionInvalid, flaw.Index < list.Elements.Count ? list.Elements[flaw.Index] : list,
                $"`{flaw.List}` {flaw.Problem}");
        }

        return days is { } kept && rules is not null ? new ArgumentKeeping("", (int)kept, rules) : null;
    }

    private static string[] Texts(JsonValue? list, ValueReading values) =>
        [.. values.Items(list, RedactionRules.MostEntries).Select(values.Plain).OfType<string>()];
}
