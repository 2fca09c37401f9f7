using System.Text;

namespace Gatehouse.Cli.Stack;

/// <summary>Reads TOML 1.0 as far as configurations of clients use it: tables, dotted keys, every kind of string, arrays, inline tables.</summary>
internal ref struct TomlSyntax
{
    private const int DepthCap = 32;
    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _depth;

    private TomlSyntax(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>The tree, or where it does not parse.</summary>
    public static (ConfigNode? Root, SyntaxFlaw? Flaw) Read(byte[] text)
    {
        var reader = new TomlSyntax(text);
        try
        {
            return (reader.Document(), null);
        }
        catch (FormatException flaw)
        {
            return (null, SyntaxFlaw.At(text, reader._at, flaw.Message));
        }
    }

    private ConfigNode Document()
    {
        var root = new ConfigNode { Kind = ConfigKind.Object, End = _text.Length };
        var table = root;
        _at = _text.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (true)
        {
            Blanks(lines: true);
            if (_at >= _text.Length)
            {
                return root;
            }

            if (Peek() == '[')
            {
                table = Header(root);
            }
            else
            {
                Pair(table);
                table.End = _at;
            }

            Blanks(lines: false);
            if (_at < _text.Length && Peek() is not ((byte)'\n' or (byte)'\r'))
            {
                throw new FormatException("the line should end here");
            }
        }
    }

    private ConfigNode Header(ConfigNode root)
    {
        var start = _at;
        _at++;
        var isList = Peek() == '[';
        _at += isList ? 1 : 0;
        var path = Key();
        Expect(']');
        if (isList)
        {
            Expect(']');
        }

        var holder = Descend(root, path[..^1], start);
        if (!isList)
        {
            return Descend(holder, path[^1..], start);
        }

        if (holder[path[^1].Name] is not { Kind: ConfigKind.Array } list)
        {
            list = new ConfigNode { Kind = ConfigKind.Array, Start = start, End = _at };
            holder.Set(path[^1].Name, path[^1].At, list);
        }

        var made = new ConfigNode { Kind = ConfigKind.Object, Start = start, End = _at };
        list.Items.Add(made);
        return made;
    }

    private readonly ConfigNode Descend(ConfigNode from, IEnumerable<(string Name, int At)> path, int start)
    {
        foreach (var (name, at) in path)
        {
            var next = from[name] is { Kind: ConfigKind.Array, Items: [.., var last] } ? last : from[name];
            if (next is null)
            {
                next = new ConfigNode { Kind = ConfigKind.Object, Start = start, End = _at };
                from.Set(name, at, next);
            }

            from = next.Kind == ConfigKind.Object ? next : throw new FormatException("a value stands where a table is meant");
        }

        return from;
    }

    private void Pair(ConfigNode table)
    {
        var path = Key();
        Expect('=');
        var holder = Descend(table, path[..^1], path[0].At);
        if (holder[path[^1].Name] is not null)
        {
            throw new FormatException("this key is there already");
        }

        holder.Set(path[^1].Name, path[^1].At, Value());
    }

    private List<(string Name, int At)> Key()
    {
        var path = new List<(string, int)>();
        do
        {
            _at += path.Count > 0 ? 1 : 0;
            Blanks(lines: false);
            var start = _at;
            if (Peek() is (byte)'"' or (byte)'\'')
            {
                path.Add((Quoted(), start));
            }
            else
            {
                while (Peek() is var next && (char.IsAsciiLetterOrDigit((char)next) || next is (byte)'_' or (byte)'-'))
                {
                    _at++;
                }

                path.Add(_at > start ? (Encoding.UTF8.GetString(_text[start.._at]), start) : throw new FormatException("a key is missing here"));
            }

            Blanks(lines: false);
        }
        while (Peek() == '.');
        return path;
    }

    private ConfigNode Value()
    {
        Blanks(lines: false);
        if (++_depth > DepthCap)
        {
            throw new FormatException("this nests too deep");
        }

        var start = _at;
        var value = Peek() switch
        {
            (byte)'"' or (byte)'\'' => new ConfigNode { Kind = ConfigKind.Text, Text = Quoted(), Start = start },
            (byte)'[' => List(),
            (byte)'{' => Inline(),
            _ => Bare(),
        };
        value.End = _at;
        _depth--;
        return value;
    }

    private ConfigNode List()
    {
        var list = new ConfigNode { Kind = ConfigKind.Array, Start = _at++ };
        for (Blanks(lines: true); Peek() != ']'; Blanks(lines: true))
        {
            list.Items.Add(Value());
            Blanks(lines: true);
            if (Peek() == ',')
            {
                _at++;
            }
            else if (Peek() != ']')
            {
                throw new FormatException("`,` or `]` is missing here");
            }
        }

        _at++;
        return list;
    }

    private ConfigNode Inline()
    {
        var table = new ConfigNode { Kind = ConfigKind.Object, Start = _at++ };
        for (Blanks(lines: false); Peek() != '}'; Blanks(lines: false))
        {
            Pair(table);
            Blanks(lines: false);
            if (Peek() == ',')
            {
                _at++;
            }
            else if (Peek() != '}')
            {
                throw new FormatException("`,` or `}` is missing here");
            }
        }

        _at++;
        return table;
    }

    private ConfigNode Bare()
    {
        var start = _at;
        while (Peek() is not (0 or (byte)',' or (byte)']' or (byte)'}' or (byte)'#' or (byte)'\n' or (byte)'\r'))
        {
            _at++;
        }

        return _at > start
            ? new ConfigNode { Text = Encoding.UTF8.GetString(_text[start.._at]).TrimEnd(), Start = start }
            : throw new FormatException("a value is missing here");
    }

    private string Quoted()
    {
        var quote = Peek();
        var isLong = _text[_at..].Length > 2 && _text[_at + 1] == quote && _text[_at + 2] == quote;
        _at += isLong ? 3 : 1;
        if (isLong && Peek() is (byte)'\n' or (byte)'\r')
        {
            _at += _text[_at..].StartsWith("\r\n"u8) ? 2 : 1;
        }

        var (start, at) = (_at, _at);
        for (; at < _text.Length; at++)
        {
            if (_text[at] == '\\' && quote == '"')
            {
                at++;
            }
            else if (_text[at] == '\n' && !isLong)
            {
                break;
            }
            else if (_text[at] == quote && (!isLong || (_text.Length > at + 2 && _text[at + 1] == quote && _text[at + 2] == quote)))
            {
                // Up to two quotes may stand right before the closing three.
                for (var more = 0; isLong && more < 2 && at + 3 < _text.Length && _text[at + 3] == quote; more++)
                {
                    at++;
                }

                var inner = Encoding.UTF8.GetString(_text[start..at]);
                _at = at + (isLong ? 3 : 1);
                return quote == '"' ? TomlEscapes.Read(inner) : inner;
            }
        }

        throw new FormatException("this text does not end");
    }

    private void Blanks(bool lines)
    {
        while (_at < _text.Length)
        {
            if (_text[_at] == '#')
            {
                var end = _text[_at..].IndexOf((byte)'\n');
                _at = end < 0 ? _text.Length : _at + end;
            }
            else if (_text[_at] is (byte)' ' or (byte)'\t' || (lines && _text[_at] is (byte)'\n' or (byte)'\r'))
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private void Expect(char sign)
    {
        Blanks(lines: false);
        _at += Peek() == sign ? 1 : throw new FormatException($"`{sign}` is missing here");
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;
}
