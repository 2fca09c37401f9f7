using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Ledger.Journal;

/// <summary>Reads a row of the journal. What is not a row is null: the caller says what that means.</summary>
internal static class EntryReader
{
    public static JournalEntry? Read(ReadOnlySpan<byte> line)
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
                Member(entry, ref reader, line);
            }

            // Reading on finds what stands behind the object.
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? entry : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void Member(JournalEntry entry, ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
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
            case "kind": entry.Kind = reader.GetString()!; break;
            case "call": entry.Call = reader.GetString(); break;
            case "grant": entry.Grant = reader.GetString(); break;
            case "server": entry.Server = reader.GetString(); break;
            case "method": entry.Method = reader.GetString(); break;
            case "target": entry.Target = reader.GetString(); break;
            case "definition": entry.Definition = reader.GetString(); break;
            case "policy": entry.Policy = reader.GetString(); break;
            case "decision": entry.Decision = reader.GetString(); break;
            case "rule": entry.Rule = reader.GetString(); break;
            case "args": entry.Arguments = Raw(ref reader, line); break;
            case "digest": entry.Digest = reader.GetString(); break;
            case "reserved": entry.Reserved = Reservations(ref reader); break;
            case "approval": entry.Approval = reader.GetString(); break;
            case "observed": entry.Observed = Raw(ref reader, line); break;
            case "session": entry.Session = reader.GetString(); break;
            case "client": entry.Client = reader.GetString(); break;
            case "trace": entry.Trace = reader.GetString(); break;
            case "of": entry.Of = reader.GetInt64(); break;
            case "class": entry.Class = reader.GetString(); break;
            case "bytes": entry.Bytes = reader.GetInt64(); break;
            case "us": entry.Microseconds = reader.GetInt64(); break;
            case "fault": entry.Fault = reader.GetString(); break;
            case "unsent": entry.IsUnsent = reader.GetBoolean(); break;
            case "released": entry.Released = Reservations(ref reader); break;
            case "reason": entry.Reason = reader.GetString(); break;
            case "status": entry.Status = reader.GetInt32(); break;
            case "count": entry.Count = reader.GetInt64(); break;
            case "state": entry.State = reader.GetString(); break;
            case "who": entry.Who = reader.GetString(); break;
            case "checkpoint": entry.Checkpoint = reader.GetString(); break;
            default: reader.Skip(); break;
        }
    }

    private static string Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed]);
    }

    private static ImmutableArray<Reserved> Reservations(ref Utf8JsonReader reader)
    {
        var all = ImmutableArray.CreateBuilder<Reserved>(4);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var counter = reader.GetString()!;
            reader.Read();
            var window = reader.GetString()!;
            reader.Read();
            var at = reader.GetDateTimeOffset();
            reader.Read();
            all.Add(new Reserved(counter, window, at, reader.GetDecimal()));
            reader.Read();
        }

        return all.DrainToImmutable();
    }
}
