using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Reads single values; what is wrong with one is reported, and null stands for it.</summary>
internal sealed class ValueReading(FindingSink sink)
{
    /// <summary>Longest message of an author, in characters.</summary>
    public const int MessageCap = 500;

    /// <summary>A string of 1 to <paramref name="cap"/> characters.</summary>
    public string? Text(JsonValue? value, int cap)
    {
        if (Plain(value) is not { } text || value is null)
        {
            return null;
        }

        if (text.Length == 0)
        {
            sink.Add(FindingCode.TextEmpty, value, "this text is empty", null);
            return null;
        }

        return Fits(value, cap) ? text : null;
    }

    /// <summary>Any string.</summary>
    public string? Plain(JsonValue? value) => value is not null && Is(value, JsonValueKind.String, "a string")
        ? value.Text : null;

    /// <summary>Whether the text has at most this many characters.</summary>
    public bool Fits(JsonValue value, int cap)
    {
        var length = value.Text.Length <= cap ? 0 : value.Text.EnumerateRunes().Count();
        if (length > cap)
        {
            sink.Add(FindingCode.TextTooLong, value, $"this text has {length} characters and may have {cap}");
        }

        return length <= cap;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(JsonValue? value)
    {
        if (value is null or { Kind: JsonValueKind.True or JsonValueKind.False })
        {
            return value is null ? null : value.Kind == JsonValueKind.True;
        }

        sink.Add(FindingCode.TypeWrong, value, $"this is {value.What} and must be a boolean", "write true or false");
        return null;
    }

    /// <summary>One of the words, or null.</summary>
    public T? Word<T>(JsonValue? value, Words<T> words)
        where T : struct
    {
        if (Plain(value) is not { } text || value is null)
        {
            return null;
        }

        if (words.TryFind(text, out var meaning))
        {
            return meaning;
        }

        Unknown(value, words.All);
        return null;
    }

    /// <summary>Reports a text that is none of the words.</summary>
    public void Unknown(JsonValue value, IReadOnlyList<string> words) => sink.Add(
        FindingCode.WordUnknown, value, $"{Quote.Text(value.Text)} is not a word that stands here",
            Suggest.Hint(value.Text, words));

    /// <summary>A whole number in a range, or null.</summary>
    public long? Whole(JsonValue? value, long least, long most)
    {
        if (value is null || !Is(value, JsonValueKind.Number, "a whole number") || Exact(value) is not { } number)
        {
            return null;
        }

        if (number != decimal.Truncate(number))
        {
            sink.Add(FindingCode.NumberNotWhole, value, $"{Quote.Text(value.Text)} is not a whole number");
            return null;
        }

        if (number < least || number > most)
        {
            sink.Add(FindingCode.NumberRange, value, $"{Quote.Text(value.Text)} is not in the range {least} to {most}");
            return null;
        }

        return (long)number;
    }

    /// <summary>A number that can be compared exactly, or null.</summary>
    public decimal? Exact(JsonValue value)
    {
        if (ExactNumber.TryRead(Encoding.ASCII.GetBytes(value.Text), out var number))
        {
            return number.Value;
        }

        sink.Add(
            FindingCode.NumberInexact, value, $"{Quote.Text(value.Text)} cannot be compared exactly",
            "a number has at most 28 significant digits and 28 decimals and is below 10^28");
        return null;
    }

    /// <summary>A duration in a range, or null.</summary>
    public TimeSpan? Duration(JsonValue? value, string least, string most)
    {
        if (Plain(value) is not { } text || value is null)
        {
            return null;
        }

        if (!Durations.TryRead(text, out var duration))
        {
            sink.Add(
                FindingCode.DurationInvalid, value, $"{Quote.Text(text)} is not a duration",
                "write a whole number and s, m, h or d, like \"90s\" or \"30m\"");
            return null;
        }

        Durations.TryRead(least, out var shortest);
        Durations.TryRead(most, out var longest);
        if (duration < shortest || duration > longest)
        {
            sink.Add(FindingCode.DurationRange, value, $"{Quote.Text(text)} is not in the range {least} to {most}");
            return null;
        }

        return duration;
    }

    /// <summary>The elements of an array, at most <paramref name="cap"/> of them; none where it is no array.</summary>
    public IReadOnlyList<JsonValue> Items(JsonValue? value, int cap)
    {
        if (value is null || !Is(value, JsonValueKind.Array, "an array"))
        {
            return [];
        }

        if (value.Elements.Count <= cap)
        {
            return value.Elements;
        }

        sink.Add(FindingCode.TooMany, value, $"this list has {value.Elements.Count} elements and may have {cap}");
        return value.Elements[..cap];
    }

    private bool Is(JsonValue value, JsonValueKind kind, string what)
    {
        if (value.Kind != kind)
        {
            sink.Add(FindingCode.TypeWrong, value, $"this is {value.What} and must be {what}");
        }

        return value.Kind == kind;
    }
}
