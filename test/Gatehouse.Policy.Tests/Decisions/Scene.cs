using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Tests.Language;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>Documents in force and the facts of a call; what a test does not say is plain.</summary>
internal sealed record Scene
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lazy<PolicyDecisionPoint> _point;

    public Scene(params (LayerKind Kind, string Text)[] documents)
        : this([.. documents.Select(document =>
            new PolicyLayer(document.Kind, document.Kind.ToString(), Policies.Load(document.Text)))])
    {
    }

    public Scene(ImmutableArray<PolicyLayer> layers) => _point = new(() => PolicyDecisionPoint.Compile(layers));

    public ServerFacts Server { get; init; } = new("s1", "pay");

    public GrantFacts Grant { get; init; } = new("g1", "support agent", FrozenDictionary<string, string>.Empty);

    public ClientFacts? Client { get; init; } = new("client", "1.0");

    public SessionFacts? Session { get; init; } = SessionFacts.New;

    public DateTimeOffset Now { get; init; } = Noon;

    public ToolFacts Tool { get; init; } = ToolNamed("t");

    public PolicyDecisionPoint Point => _point.Value;

    /// <summary>A grant's policy, given the rules of the tool <c>t</c>.</summary>
    public static Scene Rules(string rules) => Of(Policies.Tool(rules));

    /// <summary>A grant's policy.</summary>
    public static Scene Of(string text) => new((LayerKind.Grant, text));

    /// <summary>A grant's policy with one <c>deny_if</c> entry of one condition.</summary>
    public static Scene DenyIf(string condition) =>
        Rules($$"""{"deny_if":[{"conditions":[{{condition}}]}]}""");

    /// <summary>A grant's policy with one <c>require</c> entry of one condition.</summary>
    public static Scene Require(string condition) =>
        Rules($$"""{"require":[{"conditions":[{{condition}}]}]}""");

    public static ToolFacts ToolNamed(string name, string schema = "", string annotations = "") => new()
    {
        Name = name,
        Standing = ToolStanding.Accepted,
        InputSchema = Encoding.UTF8.GetBytes(schema),
        Annotations = Encoding.UTF8.GetBytes(annotations),
    };

    public CallFacts Call(ReadOnlySpan<byte> arguments) => new()
    {
        Tool = Tool,
        Arguments = arguments,
        Server = Server,
        Grant = Grant,
        Client = Client,
        Session = Session,
        Now = Now,
    };

    public Decision Decide(string arguments) => Point.Decide(Call(Encoding.UTF8.GetBytes(arguments)));

    public Explanation Explain(string arguments) => Point.Explain(Call(Encoding.UTF8.GetBytes(arguments)));

    public bool Passes(string arguments) => Decide(arguments).Outcome == Outcome.Allowed;
}
