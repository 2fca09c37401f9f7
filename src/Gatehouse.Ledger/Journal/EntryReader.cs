using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Ledger.Journal;

/// <summary>Reads a row of the journal. What is not a row is null: the caller says what that means.</summary>
internal static class EntryReader
{
    /// <param name="line">The row without its newline.</param>
    /// <param name="texts">For a reader of many rows: texts that rows repeat are made once.</param>
    public static JournalEntry? Read(ReadOnlySpan<byte> line, TextPool? texts = null)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var entry = new JournalEntry();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Member(entry, ref reader, line, texts);
            }

            // Reading on finds what stands behind the object.
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? entry : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void Member(JournalEntry entry, ref Utf8JsonReader reader, ReadOnlySpan<byte> line, TextPool? texts)
    {
        Span<char> name = stackalloc char[16];
        if (reader.ValueSpan.Length > name.Length)
        {
            reader.Skip();
            return;
        }

        name = name[..Encoding.Latin1.GetChars(reader.ValueSpan, name)];
        reader.Read();
        switch (name)
        {
            case "seq": entry.Sequence = reader.GetInt64(); break;
            case "prev": entry.Previous = reader.GetString()!; break;
            case "time": entry.Time = reader.GetDateTimeOffset(); break;
            case "kind": entry.Kind = Text(ref reader, texts)!; break;
            case "call": entry.Call = reader.GetString(); break;
            case "grant": entry.Grant = Text(ref reader, texts); break;
            case "server": entry.Server = Text(ref reader, texts); break;
            case "method": entry.Method = Text(ref reader, texts); break;
            case "target": entry.Target = Text(ref reader, texts); break;
            case "definition": entry.Definition = Text(ref reader, texts); break;
            case "policy": entry.Policy = Text(ref reader, texts); break;
            case "decision": entry.Decision = Text(ref reader, texts); break;
            case "rule": entry.Rule = Text(ref reader, texts); break;
            case "args": entry.Arguments = Raw(ref reader, line); break;
            case "digest": entry.Digest = reader.GetString(); break;
            case "kept": entry.IsKept = reader.GetBoolean(); break;
            case "reserved": entry.Reserved = Reservations(ref reader, texts); break;
            case "approval": entry.Approval = reader.GetString(); break;
            case "observed": entry.Observed = Raw(ref reader, line); break;
            case "session": entry.Session = Text(ref reader, texts); break;
            case "client": entry.Client = Text(ref reader, texts); break;
            case "trace": entry.Trace = reader.GetString(); break;
            case "of": entry.Of = reader.GetInt64(); break;
            case "class": entry.Class = Text(ref reader, texts); break;
            case "bytes": entry.Bytes = reader.GetInt64(); break;
            case "us": entry.Microseconds = reader.GetInt64(); break;
            case "fault": entry.Fault = Text(ref reader, texts); break;
            case "unsent": entry.IsUnsent = reader.GetBoolean(); break;
            case "released": entry.Released = Reservations(ref reader, texts); break;
            case "reason": entry.Reason = Text(ref reader, texts); break;
            case "status": entry.Status = reader.GetInt32(); break;
            case "count": entry.Count = reader.GetInt64(); break;
            case "state": entry.State = Text(ref reader, texts); break;
            case "who": entry.Who = reader.GetString(); break;
            case "checkpoint": entry.Checkpoint = reader.GetString(); break;
            default: reader.Skip(); break;
        }
    }

    private static string? Text(ref Utf8JsonReader reader, TextPool? texts) =>
        texts is null ? reader.GetString() : texts.Of(ref reader);

    private static string Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed]);
    }

    private static ImmutableArray<Reserved> Reservations(ref Utf8JsonReader reader, TextPool? texts)
    {
        var all = ImmutableArray.CreateBuilder<Reserved>(4);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var counter = Text(ref reader, texts)!;
            reader.Read();
            var window = Text(ref reader, texts)!;
            reader.Read();
            var at = reader.GetDateTimeOffset();
            reader.Read();
            all.Add(new Reserved(counter, window, at, reader.GetDecimal()));
            reader.Read();
        }

        return all.DrainToImmutable();
    }
}
