using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Faults;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Policy;

namespace Gatehouse.Control.Servers;

/// <summary>A server's setting of what is stored of arguments: as the API has it, as the table has it, as calls have it.</summary>
internal static class ArgumentStorings
{
    /// <summary>Null for what can be set.</summary>
    public static Fault? Invalid(ArgumentStoring? setting) => setting is null ? null
        : setting.KeepDays is < ArgumentKeeping.LeastDays or > ArgumentKeeping.MostDays
            ? ControlFaults.Invalid("store_arguments.keep_days", $"is not {ArgumentKeeping.LeastDays} to {ArgumentKeeping.MostDays}")
        : Rules(setting).Flaw is { } flaw ? ControlFaults.Invalid($"store_arguments.redact.{flaw.List}", flaw.Problem)
        : null;

    /// <summary>As the table has it.</summary>
    public static string? Text(ArgumentStoring? setting) =>
        setting is null ? null : JsonSerializer.Serialize(setting, ApiJson.Default.ArgumentStoring);

    /// <summary>The same of the operator's file.</summary>
    public static string? Text(ArgumentKeeping? declared) => declared is null ? null : Text(new ArgumentStoring
    {
        KeepDays = declared.KeptDays,
        Redact = declared.Rules.Equals(RedactionRules.Always) ? null : new ArgumentRedactions
        {
            Names = declared.Rules.Names, Paths = declared.Rules.Paths, Values = declared.Rules.Values,
        },
    });

    /// <summary>As the API has it.</summary>
    public static ArgumentStoring? View(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, ApiJson.Default.ArgumentStoring);

    /// <summary>As calls have it. SECURITY: a setting that cannot be read any more stores nothing.</summary>
    public static ArgumentKeeping? Keeping(RegisteredServer row) =>
        View(row.StoreArguments) is { } setting && Rules(setting).Rules is { } rules
            ? new ArgumentKeeping(row.OrganisationId, setting.KeepDays, rules)
            : null;

    private static (RedactionRules? Rules, RedactionFlaw? Flaw) Rules(ArgumentStoring setting) => RedactionRules.Read(
        [.. setting.Redact?.Names ?? []], [.. setting.Redact?.Paths ?? []], [.. setting.Redact?.Values ?? []]);
}
