using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Control.Catalogue.Attacks;

/// <summary>Incidents and attack patterns, and the controls that stop them: two data files of the project, read once.</summary>
internal static partial class AttackBook
{
    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>All attacks, the newest first.</summary>
    public static ImmutableArray<Attack> All { get; } =
        [.. Read("attacks.json", BookJson.Default.AttackArray).OrderByDescending(static attack => attack.Year)];

    /// <summary>All controls, in the order of the file.</summary>
    public static ImmutableArray<PolicyControl> Controls { get; } = [.. Read("controls.json", BookJson.Default.PolicyControlArray)];

    private static readonly FrozenDictionary<string, Attack> _bySlug = All.ToFrozenDictionary(attack => attack.Slug, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, PolicyControl> _controls =
        Controls.ToFrozenDictionary(control => control.Slug, StringComparer.Ordinal);

    /// <summary>An attack; null where there is none.</summary>
    public static Attack? Find(string slug) => _bySlug.GetValueOrDefault(slug);

    /// <summary>The control that stops an attack.</summary>
    public static PolicyControl ControlOf(Attack attack) => _controls[attack.Control];

    /// <summary>Attacks that abuse tools of a category, the newest first.</summary>
    public static IEnumerable<Attack> Abusing(string category) => All.Where(attack => attack.Categories.Contains(category, StringComparer.Ordinal));

    /// <summary>A control's policy, as a file has it.</summary>
    public static string Text(PolicyControl control) => JsonSerializer.Serialize(control.Policy, _indented);

    private static T[] Read<T>(string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T[]> type)
    {
        using var stream = typeof(AttackBook).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize(stream, type)!;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
    [JsonSerializable(typeof(Attack[]))]
    [JsonSerializable(typeof(PolicyControl[]))]
    private sealed partial class BookJson : JsonSerializerContext;
}

/// <summary>An incident, or a pattern that was shown.</summary>
internal sealed record Attack
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required int Year { get; init; }

    /// <summary>What kind of attack, like <c>tool-poisoning</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Categories of the tools that it abuses.</summary>
    public required ImmutableArray<string> Categories { get; init; }

    /// <summary>The control that stops it.</summary>
    public required string Control { get; init; }

    /// <summary>What happened.</summary>
    public required string Happened { get; init; }

    /// <summary>Which access was abused.</summary>
    public required string Access { get; init; }

    /// <summary>What stops it, and what that cannot do.</summary>
    public required string Stopped { get; init; }

    /// <summary>Its number; empty where it has none.</summary>
    public required string Cve { get; init; }

    /// <summary>Where it is told.</summary>
    public required string Source { get; init; }
}

/// <summary>A control: a policy to begin with, and calls that show what it does.</summary>
internal sealed record PolicyControl
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public required JsonElement Policy { get; init; }

    /// <summary>Cases as a test file has them.</summary>
    public required ImmutableArray<JsonElement> Cases { get; init; }
}
