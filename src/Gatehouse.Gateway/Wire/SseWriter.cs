using System.Buffers;
using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>Writes events whose data is not what came.</summary>
internal static class SseWriter
{
    /// <summary>An event with other data: name, id and retry stay, one <c>data</c> line per line of the text.</summary>
    /// <remarks>Every line end begins a new line, so that no text can smuggle a field in; comments of the event are lost.</remarks>
    public static void Write(IBufferWriter<byte> to, SseEvent original, ReadOnlySpan<byte> data)
    {
        Field(to, "event: "u8, original.Name);
        Field(to, "id: "u8, original.Id);
        Field(to, "retry: "u8, original.Retry);
        Data(to, data);
    }

    /// <summary>An event that has data only, or a name too.</summary>
    public static void Write(IBufferWriter<byte> to, string? name, ReadOnlySpan<byte> data)
    {
        Field(to, "event: "u8, name);
        Data(to, data);
    }

    /// <summary>An event with other data, ready to be sent.</summary>
    public static SseEvent WithData(SseEvent original, ReadOnlyMemory<byte> data)
    {
        var raw = new ArrayBufferWriter<byte>(data.Length + 64);
        Write(raw, original, data.Span);
        return original with { Raw = raw.WrittenMemory, Data = data, HasData = true };
    }

    /// <summary>An event of the gateway's own.</summary>
    public static SseEvent Event(ReadOnlyMemory<byte> data) => WithData(new SseEvent { Raw = default }, data);

    private static void Data(IBufferWriter<byte> to, ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var stop = data.IndexOfAny((byte)'\r', (byte)'\n');
            to.Write("data: "u8);
            to.Write(stop < 0 ? data : data[..stop]);
            to.Write("\n"u8);
            if (stop < 0)
            {
                break;
            }

            data = data[(data[stop..].StartsWith("\r\n"u8) ? stop + 2 : stop + 1)..];
        }

        to.Write("\n"u8);
    }

    private static void Field(IBufferWriter<byte> to, ReadOnlySpan<byte> field, string? value)
    {
        // INVARIANT: names, ids and retries were read from single lines, so they hold no line end.
        if (value is not null)
        {
            to.Write(field);
            Encoding.UTF8.GetBytes(value, to);
            to.Write("\n"u8);
        }
    }
}
