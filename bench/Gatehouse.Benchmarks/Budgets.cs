using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Benchmarks;

/// <summary>The budgets of a decision and of the reader beside two floors: the framework's reader and its document.</summary>
internal static class Budgets
{
    /// <summary>Writes a table of those whose name holds the word.</summary>
    public static void Run(TextWriter output, string word)
    {
        var policy = new PolicyBenchmarks();
        policy.SetUp();
        var wire = new WireBenchmarks { Size = 1024 };
        wire.Prepare();
        Windows[] all =
        [
            new("decision by name alone, 2,000 tools", () => (int)policy.NameAlone()),
            new("decision, 5 conditions over 1 KiB in ten members", () => (int)policy.FiveConditions()),
            new("floor: Utf8JsonReader over those arguments", () => Walk(policy.Kilobyte)),
            new("floor: JsonDocument of those arguments", () => Parse(policy.Kilobyte)),
            new("strict reader, message of 1 KiB", () => wire.Read() ? 1 : 0),
            new("strict scan alone, message of 1 KiB", () => wire.Scan() ? 1 : 0),
            new("floor: Utf8JsonReader over that message", () => Walk(wire.Body)),
            new("floor: JsonDocument of that message", () => Parse(wire.Body)),
            new("floor: the same, duplicates refused", wire.Framework),
            new("decision, 10,000 rules, 64 KiB of arguments", () => (int)policy.TenThousandRules()),
            .. PatternTexts.All.Select(one => new Windows($"pattern, {one.Name}", one.Judge)),
        ];
        all = [.. all.Where(one => one.Name.Contains(word, StringComparison.Ordinal))];
        Windows.Run(all);
        output.WriteLine("| what | fastest | median | p99 |\n|---|---:|---:|---:|");
        foreach (var one in all)
        {
            output.WriteLine($"| {one.Name} | {Text(one.Fastest)} | {Text(one.At(0.5))} | {Text(one.At(0.99))} |");
        }
    }

    /// <summary>Writes what policies with patterns hold in memory.</summary>
    public static void Memory(TextWriter output)
    {
        output.WriteLine($"500 policies with the same ten patterns: {Held(i => $"^[a-z.]{{1,40}}@(?:example|sample)[.]io$|{i % 10}"):F1} MiB");
        output.WriteLine($"500 policies with ten patterns of their own each: {Held(i => $"^[a-z.]{{1,40}}@(?:example|sample)[.]io$|{i}"):F1} MiB");
    }

    private static double Held(Func<int, string> pattern)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var points = Enumerable.Range(0, 500).Select(policy => PolicyBenchmarks.Compile(Policy(policy, pattern))).ToArray();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(points);
        return held / 1024.0 / 1024.0;
    }

    private static string Policy(int policy, Func<int, string> pattern)
    {
        var conditions = Enumerable.Range(policy * 10, 10)
            .Select(i => $$"""{"path":"args.x","op":"regex","value":"{{pattern(i)}}"}""");
        return $$$"""{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{{{string.Join(',', conditions)}}}]}]} } }""";
    }

    private static string Text(double nanoseconds) => nanoseconds < 1_000
        ? string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:F0} ns")
        : string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1000:F2} µs");

    private static int Walk(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    private static int Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return (int)document.RootElement.ValueKind;
    }
}
