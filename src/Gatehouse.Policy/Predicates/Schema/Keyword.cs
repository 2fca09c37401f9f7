using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>One keyword, or a group that belongs together. A keyword of another JSON type than the value's accepts it.</summary>
internal abstract class Keyword
{
    /// <summary>Whether the value passes; where it does not, the run knows where.</summary>
    public abstract bool Accepts(JsonElement value, SchemaRun run);
}

/// <summary>What stands for a keyword that is not supported or not well formed: it denies when it is reached.</summary>
internal sealed class CannotJudge : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) => run.Abort();
}

/// <summary>The schema <c>false</c>.</summary>
internal sealed class Nothing : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) => run.Fail();
}
