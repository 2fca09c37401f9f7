using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Mcp;

/// <summary>The arguments of a call, each of its tool's and of the right kind. Null is as left out.</summary>
internal sealed class OwnArguments
{
    private readonly Dictionary<string, JsonElement> _sent;

    private OwnArguments(Dictionary<string, JsonElement> sent) => _sent = sent;

    /// <summary>Reads them.</summary>
    /// <remarks>Fault: <c>value-invalid</c>.</remarks>
    public static (OwnArguments? Arguments, Fault? Fault) Read(
        ImmutableArray<OwnParameter> takes, IEnumerable<KeyValuePair<string, JsonElement>>? sent)
    {
        var known = takes.ToDictionary(static one => one.Name, StringComparer.Ordinal);
        var read = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in sent ?? [])
        {
            if (!known.TryGetValue(name, out var parameter))
            {
                return (null, ControlFaults.Invalid(
                    ControlFaults.Shown(name), "is no argument of this tool",
                    takes.Length == 0 ? "it takes none" : $"there are {string.Join(", ", takes.Select(static one => one.Name))}"));
            }

            if (value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (parameter.Refuse(value) is { } why)
            {
                return (null, ControlFaults.Invalid(name, why));
            }

            read[name] = value;
        }

        return takes.FirstOrDefault(one => one.IsNeeded && !read.ContainsKey(one.Name)) is { } missing
            ? (null, ControlFaults.Invalid(missing.Name, "is needed", missing.About))
            : (new OwnArguments(read), null);
    }

    /// <summary>A text; null where it is left out.</summary>
    public string? Text(string name) => _sent.TryGetValue(name, out var value) ? value.GetString() : null;

    /// <summary>A text that the tool needs.</summary>
    public string Needed(string name) => Text(name)!;

    /// <summary>A whole number; null where it is left out.</summary>
    public int? Whole(string name) => _sent.TryGetValue(name, out var value) ? value.GetInt32() : null;

    /// <summary>An object; null where it is left out.</summary>
    public JsonElement? Object(string name) => _sent.TryGetValue(name, out var value) ? value : null;

    /// <summary>Text or number as an address would carry it; nothing where it is left out.</summary>
    public StringValues Texts(string name) => _sent.TryGetValue(name, out var value) ? value.ToString() : StringValues.Empty;

    /// <summary>Those that are there, as the query of an address, so that one reading of filters serves both.</summary>
    /// <param name="names">Argument and the name that the query has for it.</param>
    public IQueryCollection Query(params IEnumerable<(string Argument, string Name)> names) => new QueryCollection(
        names.Where(one => _sent.ContainsKey(one.Argument)).ToDictionary(static one => one.Name, one => Texts(one.Argument), StringComparer.Ordinal));
}
