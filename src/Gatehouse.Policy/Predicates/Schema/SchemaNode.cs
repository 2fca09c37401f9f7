using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>One schema: all of its keywords must accept the value.</summary>
internal sealed class SchemaNode
{
    /// <summary>The keywords; set once, after the node is known, for a schema may refer to itself.</summary>
    public Keyword[] Keywords { get; set; } = [];

    /// <summary>Whether the value fits.</summary>
    public bool Accepts(JsonElement value, SchemaRun run)
    {
        if (!run.Enter())
        {
            run.Leave();
            return false;
        }

        var fits = true;
        foreach (var keyword in Keywords)
        {
            if (!keyword.Accepts(value, run))
            {
                fits = false;
                break;
            }
        }

        run.Leave();
        return fits && !run.IsAborted;
    }

    /// <summary>Whether the value fits, without leaving a trace of where it does not.</summary>
    public bool Tries(JsonElement value, SchemaRun run)
    {
        var before = run.FailedAt;
        var fits = Accepts(value, run);
        if (!run.IsAborted)
        {
            run.FailedAt = before;
        }

        return fits;
    }
}
