namespace Gatehouse.Api;

/// <summary>What two people may edit: its version is its ETag, and a change names the version that it was made from.</summary>
public interface IVersioned
{
    /// <summary>Raised by each change.</summary>
    /// <value>From 1.</value>
    int Version { get; }
}
