using System.Buffers;

namespace Gatehouse.Gateway.Wire;

/// <summary>Copies a validated text with some of its slices replaced, removed or preceded by new members.</summary>
/// <remarks>The slices are views of that very text. The result is scanned again before anybody gets it.</remarks>
internal sealed class JsonSplice(ReadOnlyMemory<byte> json)
{
    private readonly List<(int Start, int End, ReadOnlyMemory<byte> With)> _edits = [];
    private readonly List<(int Start, int End)> _removals = [];

    public bool IsEmpty => _edits.Count == 0 && _removals.Count == 0;

    /// <summary>Puts another JSON text in the place of a value.</summary>
    public JsonSplice Replace(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> with)
    {
        var start = Offset(value);
        _edits.Add((start, start + value.Length, with));
        return this;
    }

    /// <summary>Takes a member off, given its value.</summary>
    public JsonSplice Remove(ReadOnlyMemory<byte> value)
    {
        var start = Offset(value);
        _removals.Add((NameStart(start), start + value.Length));
        return this;
    }

    /// <summary>Puts a member before the others of an object; the caller knows that it has none of that name.</summary>
    /// <param name="target">The object's text.</param>
    /// <param name="name">The name, with nothing in it that needs an escape.</param>
    /// <param name="value">JSON text.</param>
    public JsonSplice Insert(ReadOnlyMemory<byte> target, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var isEmpty = target.Span[1..].TrimStart(" \t\r\n"u8)[0] == '}';
        var at = Offset(target) + 1;
        _edits.Add((at, at, (byte[])[(byte)'"', .. name, .. "\":"u8, .. value, .. isEmpty ? ""u8 : ","u8]));
        return this;
    }

    /// <summary>An array of JSON texts.</summary>
    public static ReadOnlyMemory<byte> Array(IEnumerable<ReadOnlyMemory<byte>> items)
    {
        var to = new ArrayBufferWriter<byte>(1024);
        to.Write("["u8);
        var isFirst = true;
        foreach (var item in items)
        {
            to.Write(isFirst ? ""u8 : ","u8);
            to.Write(item.Span);
            isFirst = false;
        }

        to.Write("]"u8);
        return to.WrittenMemory;
    }

    /// <summary>The new text, or what the strict reader has against it.</summary>
    public (ReadOnlyMemory<byte> Json, JsonVerdict Verdict) Apply(JsonCaps caps)
    {
        if (IsEmpty)
        {
            return (json, JsonVerdict.Sound);
        }

        var edits = _edits.Concat(Removals()).OrderBy(edit => edit.Start).ThenBy(edit => edit.End);
        var to = new ArrayBufferWriter<byte>(json.Length + _edits.Sum(edit => edit.With.Length));
        var at = 0;
        foreach (var (start, end, with) in edits)
        {
            if (start < at)
            {
                throw new InvalidOperationException("two edits of one text overlap");
            }

            to.Write(json.Span[at..start]);
            to.Write(with.Span);
            at = end;
        }

        to.Write(json.Span[at..]);
        var verdict = JsonScan.Check(to.WrittenSpan, caps);
        return (verdict == JsonVerdict.Sound ? to.WrittenMemory : default, verdict);
    }

    /// <summary>Joins neighbours, so that of every run exactly one comma goes with it.</summary>
    private IEnumerable<(int Start, int End, ReadOnlyMemory<byte> With)> Removals()
    {
        _removals.Sort();
        for (var i = 0; i < _removals.Count; i++)
        {
            var (start, end) = _removals[i];
            while (i + 1 < _removals.Count && Comma(end) is >= 0 and var comma && Next(comma + 1) == _removals[i + 1].Start)
            {
                end = _removals[++i].End;
            }

            if (Comma(end) is >= 0 and var behind)
            {
                end = behind + 1;
            }
            else if (Previous(start - 1) is var before && json.Span[before] == ',')
            {
                start = before;
            }

            yield return (start, end, default);
        }
    }

    private int Offset(ReadOnlyMemory<byte> slice) =>
        !slice.IsEmpty && json.Span.Overlaps(slice.Span, out var offset) && offset >= 0
            && offset + slice.Length <= json.Length
                ? offset
                : throw new ArgumentException("the slice is not of this text", nameof(slice));

    private int Comma(int at) => Next(at) is var next && json.Span[next] == ',' ? next : -1;

    private int Next(int at) => at + json.Span[at..].IndexOfAnyExcept(" \t\r\n"u8);

    private int Previous(int at) => json.Span[..(at + 1)].LastIndexOfAnyExcept(" \t\r\n"u8);

    /// <summary>The opening quote of the name before a value: inside a name every quote stands behind an odd run of backslashes.</summary>
    private int NameStart(int value)
    {
        var span = json.Span;
        var quote = Previous(Previous(value - 1) - 1);
        while (true)
        {
            quote = span[..quote].LastIndexOf((byte)'"');
            var solid = span[..quote].LastIndexOfAnyExcept((byte)'\\');
            if ((quote - solid - 1) % 2 == 0)
            {
                return quote;
            }
        }
    }
}
