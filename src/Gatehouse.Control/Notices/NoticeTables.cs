using Gatehouse.Control.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.Notices;

internal sealed class NoticeChannelTable : IEntityTypeConfiguration<NoticeChannel>
{
    public void Configure(EntityTypeBuilder<NoticeChannel> builder)
    {
        builder.ToTable("notice_channels").HasKey(row => row.Id);
        builder.HasIndex(row => row.OrganisationId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NoticeTable : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notices").HasKey(row => row.Id);
        builder.HasIndex(row => new { row.ChannelId, row.ApprovalId }).IsUnique();
        builder.HasIndex(row => new { row.State, row.Next });
        builder.HasOne<NoticeChannel>().WithMany().HasForeignKey(row => row.ChannelId).OnDelete(DeleteBehavior.Cascade);
    }
}
