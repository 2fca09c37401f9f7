using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;

namespace Gatehouse.Server.Site.Texts;

/// <summary>The policies that a tool's page shows, and what it says they do. A test runs each through the engine.</summary>
internal static class ToolPolicies
{
    /// <summary>What the taxonomy recommends.</summary>
    public static string Recommended(CatalogueTool tool) => RecommendedPolicy.Of(tool.Name, tool.Category, tool.Level);

    /// <summary>What that does, as a sentence without its subject.</summary>
    public static string Effect(CatalogueTool tool) => RecommendedPolicy.CanName(tool.Name)
        ? RiskTexts.Effect(Recommendation.Of(tool.Category, tool.Level).Name)
        : "is denied with everything else that is not listed, because its name cannot stand in a policy";

    /// <summary>What of the server is left.</summary>
    public static string Rest(CatalogueTool tool) => RecommendedPolicy.CanName(tool.Name)
        ? "The rest of the server keeps working."
        : "List the tools of the server that may pass.";

    /// <summary>At most ten calls a minute.</summary>
    public static string Limited(CatalogueTool tool) =>
        With(tool, """{"limits":[{"counter":"calls","window":"minute","max":10}]}""");

    /// <summary>Never.</summary>
    public static string Blocked(CatalogueTool tool) => With(tool, """{"action":"deny","reason":"This tool is blocked."}""");

    /// <summary>This tool and no other of the server, with its recommended rule.</summary>
    public static string Alone(CatalogueTool tool) => RecommendedPolicy.Of([tool]);

    /// <summary>A person for everything of its level, whatever it is called.</summary>
    public static string OfLevel(RiskLevel level) =>
        $$"""
        {
          "version": "1",
          "default": "allow",
          "all_tools": {
            "require_approval": [
              { "conditions": [ { "path": "tool.risk", "op": "eq", "value": "{{level.Word()}}" } ], "message": "A tool of the level {{level.Word()}}." }
            ]
          }
        }
        """;

    private static string With(CatalogueTool tool, string rule) => RecommendedPolicy.CanName(tool.Name)
        ? RecommendedPolicy.WithRule(tool.Name, rule)
        : Recommended(tool);
}
