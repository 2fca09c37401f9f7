using System.Collections.Frozen;
using System.Text;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Benchmarks;

/// <summary>One <c>regex</c> condition on one text, decided as a whole call.</summary>
internal sealed class PatternTexts
{
    private static readonly string Words = string.Concat(Enumerable.Repeat("some words ", 5_957));

    private readonly PolicyDecisionPoint _point;
    private readonly byte[] _arguments;
    private readonly ToolFacts _tool = new() { Name = "t", Standing = ToolStanding.Accepted };
    private readonly GrantFacts _grant = new("g", "grant", FrozenDictionary<string, string>.Empty);
    private readonly ServerFacts _server = new("s", "server");

    private PatternTexts(string name, string pattern, string text)
    {
        Name = name;
        _arguments = Encoding.UTF8.GetBytes($$"""{"x":"{{text}}"}""");
        var written = pattern.Replace("\\", "\\\\", StringComparison.Ordinal);
        var condition = $$"""{"path":"args.x","op":"regex","value":"{{written}}"}""";
        var policy = $$$"""{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{{{condition}}}]}]} } }""";
        var document = PolicyReader.Read(Encoding.UTF8.GetBytes(policy)).Document
            ?? throw new InvalidOperationException($"`{pattern}` is refused");
        _point = PolicyDecisionPoint.Compile([new PolicyLayer(LayerKind.Grant, "bench", document)]);
    }

    /// <summary>From an everyday match to those that the bound of steps ends.</summary>
    public static IReadOnlyList<PatternTexts> All =>
    [
        new("an address of 24 characters", "^[a-z.]+@example\\.com$", "somebody.else@example.io"),
        new("five words sought in 64 KiB", "(?i)secret|token|password|key|admin", Words),
        new("every character of 64 KiB in a class", "^[a-z0-9 ]*$", Words),
        new("many states alive, ends as unknown", "(?:[a-z ]{0,30}x?){20}#", Words),
        new("the most states, ends as unknown", "(?:a|b|ab){500}.{500}(?:a.{300}){5}c", new string('a', 65_536)),
        new("letters of any script, ends as unknown", "(?:\\p{L}?\\P{N}?){200}#", string.Concat(Enumerable.Repeat("ж中", 30_000))),
    ];

    public string Name { get; }

    public int Judge() => (int)_point.Decide(new CallFacts
    {
        Tool = _tool,
        Arguments = _arguments,
        Server = _server,
        Grant = _grant,
        Session = SessionFacts.New,
        Now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
    }).Outcome;
}
