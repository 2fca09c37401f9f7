namespace Gatehouse.EndToEnd.Matrix;

/// <summary>A client of others: lists, makes the calls in order, and says what came back as text.</summary>
public abstract class PeerClient
{
    public abstract string Name { get; }

    public static IReadOnlyList<PeerClient> All { get; } =
    [
        new InspectorClient(), new McporterClient(), new ScriptClient("sdk-v1"), new ScriptClient("sdk-v1-sse"),
        new ScriptClient("sdk-v2"),
        new CSharpClient(),
    ];

    internal abstract Task<Conversation> TalkAsync(Uri endpoint, string token, IReadOnlyList<PeerCall> calls);
}

/// <summary>What a client saw.</summary>
/// <param name="Tools">The names it was shown.</param>
/// <param name="Texts">The answer to each call.</param>
internal sealed record Conversation(IReadOnlyList<string> Tools, IReadOnlyList<string> Texts);
