namespace Gatehouse.Control.Storage;

/// <summary>One row: raised by every change that calls must see, so that a look at it tells whether there was one.</summary>
internal sealed class Revision
{
    public const int TheOne = 1;

    public required int Id { get; init; }

    public required long Number { get; set; }
}
