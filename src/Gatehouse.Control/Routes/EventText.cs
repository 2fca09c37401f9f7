using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;

namespace Gatehouse.Control.Routes;

/// <summary>Server-sent events as they are written. JSON has no line end in it, so one datum is one line.</summary>
internal static class EventText
{
    public const string ContentType = "text/event-stream";

    /// <summary>Something comes at least so often, so that both ends see a broken connection.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Says nothing.</summary>
    public static readonly byte[] Comment = ": still here\n\n"u8.ToArray();

    /// <summary>One event.</summary>
    /// <param name="kind">Stable word.</param>
    /// <param name="value">What is told.</param>
    /// <param name="id">What <c>Last-Event-ID</c> takes to go on behind it; null for none.</param>
    public static byte[] Of<T>(string kind, T value, string? id = null)
        where T : class
    {
        var json = JsonSerializer.Serialize(value, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!);
        return Encoding.UTF8.GetBytes($"{(id is null ? "" : $"id: {id}\n")}event: {kind}\ndata: {json}\n\n");
    }
}
