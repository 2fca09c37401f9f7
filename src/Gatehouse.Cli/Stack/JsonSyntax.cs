using System.Text.Json;

namespace Gatehouse.Cli.Stack;

/// <summary>Reads JSON as the clients do: comments and trailing commas are allowed.</summary>
internal static class JsonSyntax
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64,
    };

    /// <summary>The tree, or where it does not parse.</summary>
    public static (ConfigNode? Root, SyntaxFlaw? Flaw) Read(byte[] text)
    {
        var skipped = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(text.AsSpan(skipped), Options);
        try
        {
            if (!reader.Read())
            {
                return (null, new SyntaxFlaw(1, 1, "the file is empty"));
            }

            var root = Value(ref reader, skipped);
            return reader.Read() ? (null, SyntaxFlaw.At(text, skipped + (int)reader.TokenStartIndex, "there is text behind the end")) : (root, null);
        }
        catch (JsonException failed)
        {
            return (null, new SyntaxFlaw((int)(failed.LineNumber ?? 0) + 1, (int)(failed.BytePositionInLine ?? 0) + 1, "it is not JSON from here on"));
        }
        catch (InvalidOperationException)
        {
            return (null, SyntaxFlaw.At(text, skipped + (int)reader.TokenStartIndex, "a text is not Unicode"));
        }
    }

    private static ConfigNode Value(ref Utf8JsonReader reader, int skipped)
    {
        var start = skipped + (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var made = new ConfigNode { Kind = ConfigKind.Object, Start = start };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (name, nameStart) = (reader.GetString()!, skipped + (int)reader.TokenStartIndex);
                    reader.Read();
                    made.Set(name, nameStart, Value(ref reader, skipped));
                }

                made.End = skipped + (int)reader.BytesConsumed;
                return made;
            case JsonTokenType.StartArray:
                var list = new ConfigNode { Kind = ConfigKind.Array, Start = start };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Value(ref reader, skipped));
                }

                list.End = skipped + (int)reader.BytesConsumed;
                return list;
            case JsonTokenType.String:
                return new ConfigNode { Kind = ConfigKind.Text, Text = reader.GetString()!, Start = start, End = skipped + (int)reader.BytesConsumed };
            default:
                return new ConfigNode
                {
                    Text = System.Text.Encoding.UTF8.GetString(reader.ValueSpan), Start = start, End = skipped + (int)reader.BytesConsumed,
                };
        }
    }
}
