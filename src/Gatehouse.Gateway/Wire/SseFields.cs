using System.Buffers;
using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>Reads the fields of one event.</summary>
internal static class SseFields
{
    /// <summary>Reads lines of valid UTF-8; the last <c>event</c>, <c>id</c> and <c>retry</c> count, data lines are joined.</summary>
    public static SseEvent Read(byte[] raw)
    {
        string? name = null;
        string? id = null;
        string? retry = null;
        ReadOnlyMemory<byte> data = default;
        var hasData = false;
        ArrayBufferWriter<byte>? lines = null;
        for (var at = 0; at < raw.Length;)
        {
            var line = Line(raw, ref at);
            var (fieldName, value) = Split(raw.AsMemory(line));
            var field = fieldName.Span;
            if (field.SequenceEqual("data"u8))
            {
                data = lines is null && !hasData ? value : Append(ref lines, data, value);
                hasData = true;
            }
            else if (field.SequenceEqual("event"u8))
            {
                name = Encoding.UTF8.GetString(value.Span);
            }
            else if (field.SequenceEqual("id"u8) && !value.Span.Contains((byte)0))
            {
                id = Encoding.UTF8.GetString(value.Span);
            }
            else if (field.SequenceEqual("retry"u8))
            {
                retry = Encoding.UTF8.GetString(value.Span);
            }
        }

        return new SseEvent { Raw = raw, Data = data, HasData = hasData, Name = name, Id = id, Retry = retry };
    }

    private static Range Line(ReadOnlySpan<byte> raw, ref int at)
    {
        var start = at;
        var stop = raw[start..].IndexOfAny((byte)'\r', (byte)'\n');
        var end = stop < 0 ? raw.Length : start + stop;
        at = end + 1;
        if (at < raw.Length && raw[end] == '\r' && raw[at] == '\n')
        {
            at++;
        }

        return start..end;
    }

    private static (ReadOnlyMemory<byte> Field, ReadOnlyMemory<byte> Value) Split(ReadOnlyMemory<byte> line)
    {
        var colon = line.Span.IndexOf((byte)':');
        if (colon < 0)
        {
            return (line, default);
        }

        var value = line[(colon + 1)..];
        return (line[..colon], value.Span.StartsWith(" "u8) ? value[1..] : value);
    }

    private static ReadOnlyMemory<byte> Append(
        ref ArrayBufferWriter<byte>? lines, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> next)
    {
        if (lines is null)
        {
            lines = new ArrayBufferWriter<byte>(first.Length + next.Length + 256);
            lines.Write(first.Span);
        }

        lines.Write("\n"u8);
        lines.Write(next.Span);
        return lines.WrittenMemory;
    }
}
