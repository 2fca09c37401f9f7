using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Recording.Arguments;

/// <summary>Copies arguments without the values that are not to be stored. What is left is as it was sent, byte for byte.</summary>
/// <remarks>SECURITY: of a value that goes, type and a class of length stay; never a digest, which short values are guessed from.</remarks>
public sealed class RedactionRun
{
    // Beyond that the list would be larger than the arguments.
    private const int MostPlaces = 256;

    // JSON within a string within a string: what is nested deeper goes unseen, so it goes.
    private const int MostNested = 3;

    private static readonly JsonReaderOptions _strict = new() { MaxDepth = 256 };

    private readonly RedactionRules _rules;
    private readonly int _nested;
    private readonly List<PathStep> _place = [];
    private readonly List<RedactedPlace> _found = [];
    private readonly ArrayBufferWriter<byte> _copy = new();
    private int _copied;

    private RedactionRun(RedactionRules rules, int nested) => (_rules, _nested) = (rules, nested);

    /// <summary>Redacts.</summary>
    /// <param name="rules">What goes, besides what always does.</param>
    /// <param name="json">One sound value.</param>
    /// <exception cref="JsonException">It is not sound.</exception>
    public static RedactedArguments Of(RedactionRules rules, ReadOnlySpan<byte> json)
    {
        var run = new RedactionRun(rules, 0);
        run.Run(json);
        return new RedactedArguments(
            run._copy.WrittenMemory,
            run._found.Count <= MostPlaces ? [.. run._found] : [new RedactedPlace([], "object", null)]);
    }

    private void Run(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, _strict);
        reader.Read();
        Value(ref reader, json, isCovered: false);
        _copy.Write(json[_copied..]);
        if (reader.Read())
        {
            throw new JsonException("more than one value");
        }
    }

    private void Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, bool isCovered)
    {
        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        if (type == JsonTokenType.Null)
        {
            return;
        }

        if (isCovered || _rules.CoverPlace(_place))
        {
            var length = type == JsonTokenType.String ? LengthOf(ref reader) : null;
            reader.Skip();
            Replace(json, start, (int)reader.BytesConsumed, type, length);
            return;
        }

        switch (type)
        {
            case JsonTokenType.StartObject:
                Members(ref reader, json);
                break;
            case JsonTokenType.StartArray:
                Elements(ref reader, json);
                break;
            case JsonTokenType.String when IsSecret(ref reader):
                Replace(json, start, (int)reader.BytesConsumed, type, LengthOf(ref reader));
                break;
            case JsonTokenType.Number when _rules.CoverText(reader.ValueSpan):
                Replace(json, start, (int)reader.BytesConsumed, type, null);
                break;
        }
    }

    private void Members(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var namesASecret = NamesASecret(reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            _place.Add(new PathStep(PathStepKind.Member, name, 0));
            Value(
                ref reader, json,
                _rules.CoverName(name) || (namesASecret && SecretNames.Held.Contains(SecretNames.Plain(name, isPattern: false))));
            _place.RemoveAt(_place.Count - 1);
        }
    }

    // A list of headers or variables: the name is one member, and what is secret another.
    private bool NamesASecret(Utf8JsonReader ahead)
    {
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            var isNaming = SecretNames.Naming.Contains(SecretNames.Plain(ahead.GetString()!, isPattern: false));
            ahead.Read();
            if (isNaming && ahead.TokenType == JsonTokenType.String && _rules.CoverName(ahead.GetString()!))
            {
                return true;
            }

            ahead.Skip();
        }

        return false;
    }

    private void Elements(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            _place.Add(new PathStep(PathStepKind.Element, null, index));
            Value(ref reader, json, isCovered: false);
            _place.RemoveAt(_place.Count - 1);
        }
    }

    private void Replace(ReadOnlySpan<byte> json, int start, int end, JsonTokenType token, string? length)
    {
        var type = token switch
        {
            JsonTokenType.String => "string",
            JsonTokenType.Number => "number",
            JsonTokenType.StartObject => "object",
            JsonTokenType.StartArray => "array",
            _ => "boolean",
        };
        _copy.Write(json[_copied..start]);
        _copy.Write(Encoding.ASCII.GetBytes(length is null ? $"\"[redacted: {type}]\"" : $"\"[redacted: {type}, {length} characters]\""));
        _copied = end;
        if (_found.Count <= MostPlaces)
        {
            _found.Add(new RedactedPlace([.. _place], type, length));
        }
    }

    private bool IsSecret(ref Utf8JsonReader reader)
    {
        var text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return _rules.CoverText(text) || HasSecretMembers(text);
    }

    // A body that is sent as text has members like any other.
    private bool HasSecretMembers(ReadOnlySpan<byte> text)
    {
        if (text.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        if (_nested == MostNested)
        {
            return true;
        }

        try
        {
            var within = new RedactionRun(_rules, _nested + 1);
            within.Run(text);
            return within._found.Count > 0;
        }
        catch (Exception noJson) when (noJson is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string LengthOf(ref Utf8JsonReader reader) => reader.GetString()!.EnumerateRunes().Count() switch
    {
        0 => "0",
        <= 8 => "1-8",
        <= 32 => "9-32",
        <= 128 => "33-128",
        <= 1024 => "129-1024",
        _ => "over 1024",
    };
}
