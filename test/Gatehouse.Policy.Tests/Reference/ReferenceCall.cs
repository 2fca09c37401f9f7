using System.Collections.Frozen;
using System.Text;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>One call as the reference and the decision point both see it.</summary>
internal sealed record ReferenceCall
{
    public required ToolFacts Tool { get; init; }

    /// <summary>The JSON text of <c>params.arguments</c>; empty where the call has none.</summary>
    public string Arguments { get; init; } = "{}";

    public ServerFacts Server { get; init; } = new("srv-1", "payments");

    public GrantFacts Grant { get; init; } = new("grant-1", "support", FrozenDictionary<string, string>.Empty);

    public ClientFacts? Client { get; init; }

    public SessionFacts? Session { get; init; } = SessionFacts.New;

    public DateTimeOffset Now { get; init; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A call of an accepted tool without a schema.</summary>
    public static ReferenceCall To(string tool, string arguments = "{}", string schema = "") => new()
    {
        Tool = new ToolFacts
        {
            Name = tool,
            Standing = ToolStanding.Accepted,
            InputSchema = Encoding.UTF8.GetBytes(schema),
        },
        Arguments = arguments,
    };

    /// <summary>The same call in the form that the decision point takes.</summary>
    public CallFacts Facts() => new()
    {
        Tool = Tool,
        Arguments = Encoding.UTF8.GetBytes(Arguments),
        Server = Server,
        Grant = Grant,
        Client = Client,
        Session = Session,
        Now = Now,
    };
}
