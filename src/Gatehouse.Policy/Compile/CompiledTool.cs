using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Compile;

/// <summary>Everything that all documents say of one tool. Immutable.</summary>
internal sealed class CompiledTool
{
    /// <summary>The documents, organisation first.</summary>
    public required CompiledLayer[] Layers { get; init; }

    /// <summary>All paths into the arguments.</summary>
    public required PathTree Paths { get; init; }

    /// <summary>The decision of a call that nothing stands against, where no amount depends on its arguments.</summary>
    public required Decision Allowed { get; init; }

    /// <summary>Whether some limit reads its amount from the arguments.</summary>
    public required bool HasCounted { get; init; }

    /// <summary>Whether some document is, or once was, only logged.</summary>
    public required bool MayObserve { get; init; }

    /// <summary>Whether every call is denied by documents that are in force at that time.</summary>
    public bool AlwaysDenies(DateTimeOffset now) =>
        Layers.Any(layer => !layer.Index.Observes(now) && layer.AlwaysDenies);

    /// <summary>Steps 4 and 5 without the arguments; null where they let the tool through.</summary>
    public Decision? TaskDenial(DateTimeOffset now)
    {
        foreach (var layer in Layers)
        {
            if (!layer.Index.Observes(now) && (layer.DefaultDenial ?? layer.ActionDenial) is { } denial)
            {
                return denial;
            }
        }

        return null;
    }
}
