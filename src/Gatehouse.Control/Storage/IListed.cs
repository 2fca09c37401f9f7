namespace Gatehouse.Control.Storage;

/// <summary>What is listed: oldest first, and by id where two were made in the same instant.</summary>
internal interface IListed
{
    string Id { get; }

    DateTimeOffset Created { get; }
}
