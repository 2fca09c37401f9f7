using Gatehouse.Gateway.Approvals;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.Approvals;

/// <summary>A row of the ledger's table of requests, for lists alone: it is written by the ledger and nobody else.</summary>
internal sealed class ParkedCall : IListed
{
    public required string Id { get; init; }

    public required string GrantId { get; init; }

    public required string ServerId { get; init; }

    public required string Tool { get; init; }

    public required ApprovalState State { get; init; }

    /// <summary>A JSON list of texts.</summary>
    public required string Messages { get; init; }

    public required int Approvers { get; init; }

    public required string GrantLabel { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Expires { get; init; }
}

internal sealed class ParkedCallTable : IEntityTypeConfiguration<ParkedCall>
{
    // A view has no migrations: the table is the ledger's.
    public void Configure(EntityTypeBuilder<ParkedCall> builder) => builder.ToView("approval").HasKey(row => row.Id);
}
