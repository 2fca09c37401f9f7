using System.Text.Json;

namespace Gatehouse.Control.Tests;

/// <summary>An answer of the API.</summary>
internal sealed record Reply(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The fault's code.</summary>
    public string? Code => Text.Length > 0 && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>A member of the body, as text.</summary>
    public string? this[string member] => Json.GetProperty(member).ToString();

    /// <summary>The same; null where it is not there.</summary>
    public string? Find(string member) => Json.TryGetProperty(member, out var found) ? found.ToString() : null;

    /// <summary>Where a browser is sent.</summary>
    public string? Location => Headers.GetValueOrDefault("Location");

    /// <summary>What <c>Set-Cookie</c> sets, without its attributes.</summary>
    public string? Cookie => Headers.TryGetValue("Set-Cookie", out var set) ? set.Split(';')[0] : null;
}
