using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>Attack case JSN-31: what the strict reader accepts, other parsers read as the gateway does.</summary>
/// <remarks>
/// 500 bodies by default; <c>GATEHOUSE_DIFFERENTIAL_COUNT</c> sets another number. A parser that is not installed is
/// skipped. Numbers are compared as IEEE doubles, which is what both parsers can tell.
/// </remarks>
public sealed class ParserAgreementTests
{
    private const string Node = """
        const dump = v => v === null ? 'z' : v === true ? 't' : v === false ? 'f'
          : typeof v === 'string' ? 's' + Buffer.from(v).toString('hex') + ';'
          : typeof v === 'number' ? 'n' + (() => { const b = Buffer.alloc(8); b.writeDoubleBE(v); return b.toString('hex'); })()
          : Array.isArray(v) ? '[' + v.map(dump).join('') + ']'
          : '{' + Object.keys(v).map(k => [Buffer.from(k), dump(v[k])]).sort((a, b) => Buffer.compare(a[0], b[0]))
              .map(([k, d]) => k.toString('hex') + ':' + d).join('') + '}';
        const lines = require('fs').readFileSync(process.argv[1], 'latin1').split('\n').filter(l => l);
        const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
        process.stdout.write(lines.map(l => dump(JSON.parse(strict.decode(Buffer.from(l, 'hex'))))).join('\n'));
        """;

    private const string Python = """
        import json, struct, sys
        def number(s):
            return 'n' + struct.pack('>d', float(s)).hex()
        class N(str):
            pass
        def dump(v):
            if v is None: return 'z'
            if v is True: return 't'
            if v is False: return 'f'
            if isinstance(v, N): return number(v)
            if isinstance(v, str): return 's' + v.encode().hex() + ';'
            if isinstance(v, list): return '[' + ''.join(map(dump, v)) + ']'
            return '{' + ''.join(k.hex() + ':' + d for k, d in sorted((k.encode(), dump(x)) for k, x in v.items())) + '}'
        lines = [l.strip() for l in open(sys.argv[1]) if l.strip()]
        print('\n'.join(dump(json.loads(bytes.fromhex(l).decode(), parse_int=N, parse_float=N)) for l in lines), end='')
        """;

    [Fact]
    public async Task Accepted_Bodies_AreReadAlikeByNode() => await AgreeAsync("node", "-e", Node);

    [Fact]
    public async Task Accepted_Bodies_AreReadAlikeByPython() => await AgreeAsync("python3", "-c", Python);

    private static async Task AgreeAsync(string program, string flag, string script)
    {
        var cancel = TestContext.Current.CancellationToken;
        var bodies = Accepted(Count(), seed: 31);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(path, bodies.Select(Convert.ToHexString), cancel);
            using var process = Start(program, flag, script, path);
            if (process is null)
            {
                Assert.Skip(program + " is not installed");
            }

            var read = (await process.StandardOutput.ReadToEndAsync(cancel)).Split('\n');
            await process.WaitForExitAsync(cancel);
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(bodies.Count, read.Length);
            for (var i = 0; i < bodies.Count; i++)
            {
                Assert.True(Dump(bodies[i]) == read[i], $"{program} differs: {Encoding.UTF8.GetString(bodies[i])}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int Count() => int.TryParse(
        Environment.GetEnvironmentVariable("GATEHOUSE_DIFFERENTIAL_COUNT"), CultureInfo.InvariantCulture, out var count)
            ? count
            : 500;

    private static List<byte[]> Accepted(int count, int seed)
    {
        var random = new Random(seed);
        var bodies = new List<byte[]>(count);
        while (bodies.Count < count)
        {
            var body = JsonGen.Make(random, mutate: random.Next(3) > 0);
            if (JsonScan.Check(body, JsonCaps.Request) == JsonVerdict.Sound)
            {
                bodies.Add(body);
            }
        }

        return bodies;
    }

    private static Process? Start(string program, string flag, string script, string path)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, [flag, script, path])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The gateway's own reading: through its canonical text, so its unescaping and sorting are in it.</summary>
    private static string Dump(byte[] body)
    {
        var canonical = new ArrayBufferWriter<byte>();
        Assert.True(CanonicalJson.Write(canonical, body, JsonCaps.Request));
        using var document = JsonDocument.Parse(canonical.WrittenMemory);
        return Dump(document.RootElement);
    }

    private static string Dump(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "z",
        JsonValueKind.True => "t",
        JsonValueKind.False => "f",
        JsonValueKind.String => "s" + Hex(value.GetString()!) + ";",
        JsonValueKind.Number => "n" + BitConverter.DoubleToInt64Bits(
            double.Parse(value.GetRawText(), CultureInfo.InvariantCulture)).ToString("x16", CultureInfo.InvariantCulture),
        JsonValueKind.Array => "[" + string.Concat(value.EnumerateArray().Select(Dump)) + "]",
        _ => "{" + string.Concat(value.EnumerateObject().Select(m => Hex(m.Name) + ":" + Dump(m.Value))) + "}",
    };

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
