# Writes golden files with Excel::Writer::XLSX and Spreadsheet::WriteExcel: perl writers.pl JOBS FOLDER (see make.ts).
use strict;
use warnings;
use utf8;
use JSON::PP;
use Excel::Writer::XLSX;
use Spreadsheet::WriteExcel;

my ($list, $folder) = @ARGV;
open my $in, '<', $list or die $!;
local $/;
my $jobs = JSON::PP->new->utf8->decode(<$in>);
for my $job (@$jobs) {
    next unless $job->{by} =~ /^(Excel::Writer::XLSX|Spreadsheet::WriteExcel)$/;
    my $made = $job->{by}->new("$folder/$job->{file}") or die "cannot write $job->{file}";
    $made->set_1904(1) if $job->{content}{date1904};
    my %formats;
    for my $sheet (@{ $job->{content}{sheets} }) {
        my $target = $made->add_worksheet($sheet->{name});
        my $row = 0;
        for my $cells (@{ $sheet->{rows} }) {
            my $column = 0;
            for my $cell (@$cells) {
                if (!defined $cell) { }
                elsif (ref $cell eq 'HASH') {
                    if (exists $cell->{formula}) {
                        $target->write_formula($row, $column, "=$cell->{formula}", undef, $cell->{error} // $cell->{result});
                    } else {
                        my $shape = $cell->{format} // 'yyyy-mm-dd';
                        $formats{$shape} //= $made->add_format(num_format => $shape);
                        $target->write_number($row, $column, $cell->{day} // $cell->{number}, $formats{$shape});
                    }
                }
                elsif (JSON::PP::is_bool($cell)) { $target->write_number($row, $column, $cell ? 1 : 0) }
                elsif (JSON::PP->new->allow_nonref->encode($cell) =~ /^"/) { $target->write_string($row, $column, $cell) }
                else { $target->write_number($row, $column, $cell) }
                $column++;
            }
            $row++;
        }
        my $plain = $made->add_format();
        for my $merge (@{ $sheet->{merges} // [] }) {
            my ($top, $left, $bottom, $right) = @$merge;
            my $text = $sheet->{rows}[$top][$left] // '';
            $target->merge_range($top, $left, $bottom, $right, $text, $plain);
        }
        $target->set_row($_, undef, undef, 1) for @{ $sheet->{hiddenRows} // [] };
        $target->set_column($_, $_, undef, undef, 1) for @{ $sheet->{hiddenColumns} // [] };
        $target->write_comment(@$_) for @{ $sheet->{notes} // [] };
        $target->hide() if $sheet->{hidden};
    }
    $made->close();
}
