using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Storage;

/// <summary>The version that a change was made from, as <c>If-Match</c> names it.</summary>
/// <param name="Version">Null where none was named.</param>
/// <param name="IsAny">Whether the change holds over whatever is there: <c>*</c>.</param>
internal readonly record struct Expected(int? Version, bool IsAny = false)
{
    /// <summary>Whatever is there: for what may be done whoever changed it meanwhile, such as stopping it.</summary>
    public static readonly Expected Any = new(null, IsAny: true);

    /// <summary>Reads the header; anything but one strong tag of ours, or <c>*</c>, names nothing that exists.</summary>
    public static Expected Read(StringValues header) => header switch
    {
        { Count: 0 } => new(null),
        { Count: 1 } when header[0] == "*" => new(null, IsAny: true),
        { Count: 1 } when header[0] is ['"', .. var digits, '"']
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => new(version),
        _ => new(-1),
    };

    /// <summary>The tag of a version.</summary>
    public static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Null where the version is the one that the change was made from, else the refusal, with what is there now.</summary>
    /// <param name="current">The thing as it is.</param>
    public Refusal? Refuse<T>(T current)
        where T : class, IVersioned
    {
        if (IsAny || Version == current.Version)
        {
            return null;
        }

        return Version is null
            ? new Fault(
                ControlFaults.MatchMissing, "the change does not say which version it was made from",
                "send the ETag that you read as `If-Match`")
            : new Refusal(new Fault(
                ControlFaults.MatchStale, "somebody else changed it since it was read", "look at what is there now, then decide again"))
            {
                Current = JsonSerializer.SerializeToElement(current, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!),
                CurrentVersion = current.Version,
            };
    }
}
