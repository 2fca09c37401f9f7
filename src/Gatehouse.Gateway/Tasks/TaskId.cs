using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Ids of the gateway's own tasks. A server's task ids reach clients sealed, and a sealed text never looks like one.</summary>
internal static class TaskId
{
    private const string Mark = "gatehouse-task-";
    private const int RandomBytes = 24;
    private static readonly int _length = Mark.Length + (RandomBytes * 4 / 3);

    /// <summary>A new id: 192 random bits.</summary>
    public static string Next() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The id that a message names, if it has the form of ours; else null.</summary>
    /// <param name="json">A JSON string with its quotes, or nothing.</param>
    public static string? Read(ReadOnlyMemory<byte> json)
    {
        // No character of ours needs an escape, so a text with one is none of ours.
        var text = json.Span;
        return text.Length == _length + 2 && text[1..].StartsWith("gatehouse-task-"u8) && text.IndexOf((byte)'\\') < 0
            ? Encoding.ASCII.GetString(text[1..^1])
            : null;
    }
}
