namespace Gatehouse.Control.Mcp.Denials;

/// <summary>The words in brackets that stand in records where no rule of a document decided.</summary>
internal static class GatewayRules
{
    /// <summary>Why, and what would have let the call through; null for a word that is none of them.</summary>
    public static (string Why, string Needed)? Find(string rule) => rule switch
    {
        "(no policy)" => ("no policy is attached to the grant, and a baseline alone allows nothing", "a policy on the grant"),
        "(hidden)" => ("a policy hides the tool: to the agent there is none of that name", "a policy that does not hide it"),
        "(unknown tool)" => ("the server has no accepted tool of that name", "a name that list_server_tools shows as accepted"),
        "(new tool)" => ("nobody has accepted the tool's definition yet", "an admin's acceptance of the definition"),
        "(definition changed)" => ("the tool's definition is not the one that was accepted", "an admin's acceptance of the new definition"),
        "(default deny)" => ("the policy lets through only what it lists, and no key of `tools` matches", "a key for the tool under `tools`"),
        "(grant frozen)" => ("the grant was frozen", "an admin lifts it"),
        "(heartbeat missed)" => ("the grant's heartbeat stayed away, so it was frozen", "a heartbeat, and an admin lifts the freeze"),
        "(server frozen)" => ("the server was frozen", "an admin lifts it"),
        "(organisation frozen)" => ("the whole organisation was frozen", "an admin lifts it"),
        "(too many approvals)" => ("too many calls of the grant were waiting for people", "answers to those that wait"),
        "(error)" => ("the decision could not be made, and what cannot be decided is denied", "whatever the server's log says was wrong"),
        _ => null,
    };
}
