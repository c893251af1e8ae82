"""What a DOCX holds besides text: it is left out, or flattened, and reported."""

from support.office import paragraph, run
from support.word_drafts import read

from guideline_workshop.imports.result import NoticeCode


def shape(imported):
    return [(p.kind, p.level, p.text) for p in imported.provisions]


def notices(imported):
    return {notice.code: notice.count for notice in imported.notices}


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
    "<wp:docPr id='1' name='Kasten'/><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
    "<w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_text_boxes_follow_their_paragraph_once():
    imported = read("<w:p>" + BOX.format(paragraph("Kasten")) + run("Text") + "</w:p>")
    assert [text for _, _, text in shape(imported)] == ["Text", "Kasten"]
    assert notices(imported) == {NoticeCode.TEXT_BOXES: 1}


def test_images_are_reported_with_their_description():
    image = (
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='Bild 1' descr='Ein Diagramm'/>"
        "<a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r></w:p>"
    )
    old = '<w:p><w:r><w:pict><v:shape alt="Alt"><v:imagedata/></v:shape></w:pict></w:r></w:p>'
    imported = read(image + old + paragraph("Text"))
    assert notices(imported) == {NoticeCode.IMAGES: 2}
    assert imported.notices[0].detail == "Ein Diagramm · Alt"


def test_charts_and_embedded_files_are_reported():
    chart = "<w:drawing><wp:inline><wp:docPr id='1' name='Diagramm'/></wp:inline></w:drawing>"
    embedded = "<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object>"
    imported = read(f"<w:p><w:r>{chart}</w:r><w:r>{embedded}</w:r></w:p>" + paragraph("Text"))
    assert notices(imported) == {NoticeCode.OBJECTS: 2}


def test_notes_and_comments_are_reported_with_their_text():
    imported = read(
        "<w:p>"
        + run("Text")
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
        + '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>',
        parts={
            "footnotes": f'<w:footnote w:id="2">{paragraph("Fuß")}</w:footnote>',
            "endnotes": f'<w:endnote w:id="2">{paragraph("Ende")}</w:endnote>',
            "comments": f'<w:comment w:id="0">{paragraph("Prüfen!")}</w:comment>',
        },
    )
    assert shape(imported)[0][2] == "Text"
    assert notices(imported) == {NoticeCode.FOOTNOTES: 2, NoticeCode.COMMENTS: 1}
    assert [notice.detail for notice in imported.notices] == ["Prüfen!", "Fuß · Ende"]


def test_headers_and_footers_are_reported_if_there_is_text_in_them():
    parts = {"header": paragraph("Entwurf"), "footer": paragraph("")}
    imported = read(paragraph("Text"), parts=parts)
    assert notices(imported) == {NoticeCode.HEADERS_FOOTERS: 1}


def test_line_breaks_become_blanks_and_are_counted():
    imported = read("<w:p><w:r><w:t>eins</w:t><w:br/><w:t>zwei</w:t><w:cr/></w:r></w:p>")
    assert shape(imported)[0][2] == "eins zwei"
    assert notices(imported) == {NoticeCode.SOFT_BREAKS: 1}


def test_small_signs_are_read():
    imported = read(
        "<w:p><w:r><w:t>E</w:t><w:noBreakHyphen/><w:t>Mail</w:t><w:tab/><w:t>In</w:t>"
        '<w:softHyphen/><w:t>halt</w:t><w:br w:type="page"/></w:r></w:p>'
    )
    assert shape(imported)[0][2] == "E-Mail Inhalt"
    assert not imported.notices


def test_hidden_struck_and_symbol_text_is_reported():
    imported = read(
        "<w:p>"
        + run("sichtbar ")
        + run("geheim ", "<w:vanish/>")
        + run("gestrichen", "<w:strike/>")
        + '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>'
    )
    assert shape(imported)[0][2] == "sichtbar gestrichen"
    assert notices(imported) == {
        NoticeCode.HIDDEN_TEXT: 1,
        NoticeCode.STRUCK_THROUGH: 1,
        NoticeCode.SYMBOLS: 1,
    }


def test_equations_are_taken_as_text():
    imported = read("<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>")
    assert shape(imported)[0][2] == "a+b"
    assert notices(imported) == {NoticeCode.EQUATIONS: 1}
