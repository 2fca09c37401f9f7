using System.Collections.Immutable;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language;

/// <summary>Collects findings by offset; lines and columns are counted once, at the end.</summary>
internal sealed class FindingSink
{
    // As many errors, and as many findings of other severities.
    private const int MostOfAKind = 1_000;
    private readonly List<(int Offset, int Order, FindingCode Code, string Pointer, string Message,
        string? Hint)> _found = [];

    private readonly List<int> _textFaults = [];
    private int _errors;

    /// <summary>Whether anything stops the policy from being loaded.</summary>
    public bool HasErrors => _errors > 0;

    /// <summary>Reports a value.</summary>
    public void Add(FindingCode code, JsonValue at, string message, string? hint = null) =>
        Add(code, at.Start, at, message, hint);

    /// <summary>Reports a member at its name.</summary>
    public void Add(FindingCode code, JsonMember at, string message, string? hint = null) =>
        Add(code, at.NameStart, at.Value, message, hint);

    /// <summary>Reports a place.</summary>
    /// <param name="code">What is found.</param>
    /// <param name="offset">Where.</param>
    /// <param name="at">The value whose pointer is named, or null for the document's.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="hint">What to write instead, or null.</param>
    public void Add(FindingCode code, int offset, JsonValue? at, string message, string? hint)
    {
        if (code.IsOfText)
        {
            _textFaults.Add(offset);
        }

        // SECURITY: a hostile text cannot make a report that is many times its own size.
        var isError = code.Severity == FindingSeverity.Error;
        if ((isError ? _errors : _found.Count - _errors) == MostOfAKind)
        {
            return;
        }

        _errors += isError ? 1 : 0;
        _found.Add((offset, _found.Count, code, at?.Pointer ?? "", message, hint));
    }

    /// <summary>Whether the text of a value is as JSON has it, so that another reader can read it too.</summary>
    public bool IsSound(JsonValue value)
    {
        // The scan reports from front to back, so its offsets are in order.
        var next = _textFaults.BinarySearch(value.Start);
        next = next < 0 ? ~next : next;
        return next == _textFaults.Count || _textFaults[next] >= value.End;
    }

    /// <summary>Everything, in order of place.</summary>
    public ImmutableArray<Finding> Resolve(ReadOnlySpan<byte> text)
    {
        _found.Sort((a, b) => (a.Offset, a.Order).CompareTo((b.Offset, b.Order)));
        var findings = ImmutableArray.CreateBuilder<Finding>(_found.Count);
        var (at, line, column) = (TextChecks.MarkLength(text), 1, 1);
        foreach (var (offset, _, code, pointer, message, hint) in _found)
        {
            for (; at < offset && at < text.Length; at++)
            {
                var isBreak = text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'));
                (line, column) = isBreak ? (line + 1, 1) : (line, column + (IsFirstByte(text[at]) ? 1 : 0));
            }

            findings.Add(new Finding(code.Severity, code.Word, pointer, line, column, message, hint));
        }

        return findings.MoveToImmutable();
    }

    private static bool IsFirstByte(byte octet) => (octet & 0xC0) != 0x80;
}
