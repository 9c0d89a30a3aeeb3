"""Which section of the handbook helps on which screen: one row a URL name, or a beginning of names with ``*``.

(what the screen is called in the handbook's list of clauses, the section). The longest beginning wins; a test holds
that every URL of access.py has a row and that every section is there.
"""

FACTORS = ("認証の設定", "01-start#二要素認証")
ENTRY = ("申請の入力", "02-counter#新規申請を入力する")
PLACES = ("証明書等の所在", "13-stock#証明書等の所在")
BLANKS = ("用紙の在庫", "13-stock#番号のある用紙本部の係")
COUNT = ("棚卸し", "13-stock#棚卸し")
RETURN_DESK = ("返納の窓口", "16-returns#窓口で受ける署の生活安全係")
FOUND = ("後から見付かったもの", "16-returns#後から見付かったとき")
GUIDANCE = ("取消しの指導", "17-revocation#指導する")
NOTICE = ("取消通知書", "17-revocation#通知書を送り渡す")
REVOCATION_DECISION = ("取消しの決裁", "17-revocation#決裁する本部")
DECISION = ("決裁", "04-headquarters#審査と決裁")
SENDING = ("印刷・押印・送付", "04-headquarters#印刷押印送付本部の係")
MENDING = ("作り直しと追送", "04-headquarters#傷み不足の報告が来たら")
RECEIPT = ("受領", "05-delivery#受領する")
COUNTER = ("交付の窓口", "05-delivery#交付の窓口")
REGISTER = ("交付簿", "06-books#交付簿様式第14要領-第5の53")
CLOSING = ("交付簿の締め", "06-books#年度を締める")
LEDGER = ("証明台帳", "06-books#証明台帳様式第15要領-第5の6")
CLOCKS = ("期限", "06-books#期限")
COURSE = ("講習", "12-training#計画する")
INFORMATION = ("情報提供", "12-training#情報提供")
COMMISSION = ("委嘱の検討", "15-commissions#検討する第12の1")
REISSUE = ("再交付の受付", "18-reissue#窓口で受ける署の生活安全係")
CHANGE = ("変更の受付", "20-change#窓口で受ける署の生活安全係")
RUN = ("デモ等の運行の受付", "19-demonstrations#団体などの要請による運行")
STICKERS_BACK = ("デモ等用標章の返納", "19-demonstrations#標章の交付から返送まで")
COUNCIL = ("協議会", "21-councils#協議会の頁")
FOUNDING = ("協議会の設置", "21-councils#協議会を設ける")
YEAR_TABLE = ("年間の表", "21-councils#年間の表")
CANDIDATE = ("委員の候補者", "22-members#候補者を選ぶ")
APPOINTMENT = ("委員の委嘱", "22-members#署長が委嘱する")
MEETING = ("会議", "23-meetings#予定に入れる")
INVITATION = ("会議の案内", "23-meetings#案内する")
MEETING_DAY = ("会議の開催", "23-meetings#開いた日に")
MINUTES = ("議事録", "23-meetings#議事録と報告")
OPINION = ("意見・要望", "24-opinions#意見要望要綱-第6")
VISIT = ("訪問", "24-opinions#訪問要綱-第3の8")
INSTRUCTION = ("事前の指導", "24-opinions#事前の指導要綱-第71")
SUPPORT = ("支援・連絡調整", "24-opinions#支援連絡調整要綱-第71第72第5の5")
GUIDED = ("本部の指導（協議会）", "24-opinions#本部の指導要綱-第73")
YEAR = ("年の締め", "24-opinions#年の締め要綱-第5の2第73")
HOME = ("画面の見方", "01-start#画面の見方")
LOGIN = ("ログイン", "01-start#ログイン")
TOGETHER = ("まとめて印刷", "25-printing-together#頼む")

SCREENS = {
    "account_*": LOGIN,
    "mfa_*": FACTORS,
    "mfa_authenticate": LOGIN,
    "openid_connect_*": LOGIN,
    "sessions": ("ログイン中の端末", "01-start#ログイン中の端末"),
    "reset*": ("二要素認証の解除", "10-administrator#職員とパスワード"),
    "switch_posting": ("職の切替え", "01-start#職の切替え兼務代理"),
    "help*": ("手引", "01-start"),
    "admin:*": ("管理", "10-administrator"),
    "health*": ("サーバーの様子", "10-administrator#サーバーの様子"),
    "postings_*": ("人事異動の取込み", "10-administrator#人事異動の取込み"),
    "transfer*": ("人事異動の引継ぎ", "31-spring#人事異動の画面"),
    "transfer_sheet": ("引継書", "31-spring#引継書"),
    "office_change*": ("所管替え", "32-offices#進め方"),
    "offices": ("所管替え", "32-offices#進め方"),
    "retention": ("保存期間の満了", "36-retention#保存期間の満了"),
    "disposal*": ("廃棄の一覧", "36-retention#廃棄の一覧"),
    "hold_*": ("保存の凍結", "36-retention#保存の凍結"),
    "person*": ("本人の記録", "36-retention#本人の記録"),
    "inspection*": ("監察", "35-inspection#監察の画面"),
    "inspection_history": ("経過の検索", "35-inspection#調べる"),
    "inspection_views": ("閲覧の記録", "35-inspection#調べる"),
    "inspection_corrections": ("交付簿の訂正の一覧", "35-inspection#調べる"),
    "views_*": ("閲覧の月表", "35-inspection#閲覧の月表所属の長"),
    "groups_left": ("所管替えした団体", "32-offices#移した後の元の署"),
    "print_*": TOGETHER,
    "print_run": ("頼んだ印刷", "25-printing-together#待つ"),
    # pages
    "home": HOME,
    "find": ("検索", "27-search#探し方"),
    "search": ("検索", "27-search#探し方"),
    "saved_filter*": ("保存した条件", "26-lists#一覧の上にあるもの"),
    "comment_*": ("書込み", "30-together#書込み"),
    "clock_board": ("期限盤", "28-notices#期限盤"),
    "notice*": ("お知らせ", "28-notices#お知らせ"),
    "stickers": ("標章照会", "26-lists#標章照会"),
    "waiting": ("全署の事案", "04-headquarters#全署の事案"),
    "cases": ("事案の一覧", "26-lists#一覧の上にあるもの"),
    "application": ("事案", "01-start#画面の見方"),
    "application_form": ("書類", "07-forms#いまある様式"),
    "attachment": ("添付", "02-counter#申請に添えるもの"),
    "paper": ("書類", "07-forms#保存の形"),
    "remake_paper": ("書類", "08-trouble"),
    "groups": ("団体の一覧", "26-lists#一覧の上にあるもの"),
    "group": ("団体", "01-start#画面の見方"),
    "groups_quiet": ("実施の記録がない団体", "14-activity#目安と実施のない期間"),
    "activity": ("実施の記録", "14-activity#1か月を1分で"),
    "register": REGISTER,
    "register_paper": REGISTER,
    "correct_register": ("交付簿の訂正", "06-books#行を訂正する"),
    "close_register": CLOSING,
    "closed_book": CLOSING,
    "book_supplement": CLOSING,
    "ledger*": LEDGER,
    "deadlines": CLOCKS,
    "meet_deadline": CLOCKS,
    "training*": COURSE,
    "training_due": ("講習の時期が来た人", "12-training#だれが受けるか"),
    "training_roster": ("講習の名簿", "12-training#名簿を作る"),
    "training_strike": ("講習の名簿", "12-training#名簿を作る"),
    "training_sheet": ("講習の名簿", "12-training#名簿を作る"),
    "training_hold": ("講習の実施", "12-training#実施を記録する"),
    "training_correct": ("講習の訂正", "12-training#間違えたとき"),
    "training_link": ("申請の前に受けた人", "12-training#申請の前に受けた人"),
    "training_backs": ("実施者証の裏面", "12-training#実施者証の裏面"),
    "record_training": ("講習の記録", "12-training#実施を記録する"),
    "record_qualification": ("講習に代わる資格", "12-training#講習に代わる資格"),
    "information*": INFORMATION,
    "forms": ("様式", "07-forms#いまある様式"),
    "form_blank": ("様式", "07-forms#用紙と印刷のしかた"),
    # where everything is
    "custody*": PLACES,
    "stocktaking*": COUNT,
    "take_stock": COUNT,
    "stock": BLANKS,
    "lot*": BLANKS,
    "write_off": ("刷り損じた用紙", "13-stock#刷り損じたとき"),
    "spoil": ("刷り損じた用紙", "13-stock#刷り損じたとき"),
    # entry
    "application_new": ENTRY,
    "application_again": ENTRY,
    "groups_resembling": ENTRY,
    "entry_*": ENTRY,
    "entry_group": ("申請の入力：団体", "02-counter#団体の区分"),
    "entry_plan": ("申請の入力：概要", "02-counter#何の証明か"),
    "entry_vehicles": ("申請の入力：自動車", "02-counter#車検証から入力する"),
    "entry_attachments": ("申請の入力：添付", "02-counter#申請に添えるもの"),
    "entry_detach": ("申請の入力：添付", "02-counter#申請に添えるもの"),
    "registration*": ("紙の台帳からの登録", "11-paper-ledgers"),
    "registration_preview": ("紙の台帳からの登録", "11-paper-ledgers#2確かめる"),
    "registration_apply": ("紙の台帳からの登録", "11-paper-ledgers#3登録する"),
    "registration_undo": ("紙の台帳からの登録", "11-paper-ledgers#4取り消す"),
    # acts of the station
    "receive": ("受理", "02-counter#受理する第5の1"),
    "attach": ("添付を加える", "02-counter#申請に添えるもの"),
    "request_correction": ("補正を求める", "02-counter#補正を求める第5の2"),
    "correction_letter": ("補正のお願い", "02-counter#補正を求める第5の2"),
    "resubmit": ("再提出", "02-counter#補正を求める第5の2"),
    "answer": ("差戻しへの回答", "02-counter#差し戻されたら第5の4"),
    "withdraw": ("取下げ", "02-counter#取下げ"),
    "examination": ("調査票", "02-counter#調査票を書く第5の2"),
    "forward": ("進達", "03-chief"),
    "number_document": ("文書番号", "04-headquarters#文書番号がまだのとき"),
    "assign*": ("担当", "30-together#担当"),
    "arrive": RECEIPT,
    "receipt_slip": RECEIPT,
    "take_in_after": RECEIPT,
    "return_undelivered": ("交付不能", "05-delivery#交付できないとき"),
    "deliver": COUNTER,
    "hand_over_cards": ("残った実施者証", "05-delivery#交付の後"),
    "instruction_letter": COUNTER,
    "report*": ("交付の報告", "05-delivery#交付の後"),
    # acts of headquarters
    "decide": DECISION,
    "decline_letter": DECISION,
    "send_back": DECISION,
    "decide_together": ("まとめて審査・決裁", "04-headquarters#まとめて審査決裁する"),
    "acknowledge": ("後閲", "04-headquarters#代決と後閲"),
    "print_out": SENDING,
    "seal": SENDING,
    "dispatch*": SENDING,
    "recall": ("決裁の取消し", "04-headquarters#決裁を取り消す"),
    "replace": MENDING,
    "send_after": MENDING,
    "destroy_returned": MENDING,
    # later requests
    "reissue_*": REISSUE,
    "change_*": CHANGE,
    "collect": ("変更前のものの受取り", "20-change#後から返ってくるもの"),
    "give_back": ("預かったものの返し", "18-reissue#調査から交付まで"),
    "correct_entry": ("記載の訂正", "20-change#本部や署の書き誤りの訂正本部の係"),
    "demonstration*": RUN,
    "demonstration_ask": ("署長の要請による運行", "19-demonstrations#署長の要請による運行"),
    "demonstration_exempt": (
        "申請の要らない合同パトロール",
        "19-demonstrations#申請の要らない合同パトロール",
    ),
    "take_back": STICKERS_BACK,
    "send_stickers_up": STICKERS_BACK,
    "commission*": COMMISSION,
    "commission_decide": ("委嘱の決定", "15-commissions#決める第12の1第12の2"),
    "commission_letter": ("委嘱の決定", "15-commissions#決める第12の1第12の2"),
    "commission_release*": ("委嘱の解除", "15-commissions#解く第12の2のカ第12の3"),
    "commission_report": ("委嘱の解除", "15-commissions#解く第12の2のカ第12の3"),
    "returns": ("返納", "16-returns"),
    "return_notice": ("返納", "16-returns"),
    "return_form": ("返納", "16-returns"),
    "return_receive": RETURN_DESK,
    "return_forward": ("返納の進達", "16-returns#進達する署長"),
    "return_number": ("返納の進達", "16-returns#進達する署長"),
    "return_assign*": ("担当", "30-together#担当"),
    "return_send_back": ("返納の確認", "16-returns#確かめる本部の係"),
    "return_answer": ("返納の確認", "16-returns#確かめる本部の係"),
    "return_accept": ("返納の確認", "16-returns#確かめる本部の係"),
    "return_found": FOUND,
    "return_send_found": FOUND,
    "return_destroy_found": FOUND,
    "office_notice*": ("運輸支局等への通知", "16-returns#運輸支局等へ知らせる本部の係"),
    "revocation*": ("証明の取消し", "17-revocation#認知する署の生活安全係"),
    "revocation_guide": GUIDANCE,
    "revocation_result": GUIDANCE,
    "revocation_beyond": GUIDANCE,
    "revocation_correct": GUIDANCE,
    "revocation_dismiss": GUIDANCE,
    "revocation_statement": ("弁明", "17-revocation#弁明を聴き書類を添える"),
    "revocation_attach": ("弁明", "17-revocation#弁明を聴き書類を添える"),
    "revocation_detach": ("弁明", "17-revocation#弁明を聴き書類を添える"),
    "revocation_report": ("取消しの報告", "17-revocation#報告する署長"),
    "revocation_number": ("取消しの報告", "17-revocation#報告する署長"),
    "revocation_form": ("取消しの報告", "17-revocation#報告する署長"),
    "revocation_answer": ("取消しの報告", "17-revocation#報告する署長"),
    "revocation_assign*": ("担当", "30-together#担当"),
    "revocation_decide": REVOCATION_DECISION,
    "revocation_acknowledge": REVOCATION_DECISION,
    "revocation_send_notice": NOTICE,
    "revocation_deliver": NOTICE,
    "revocation_undelivered": NOTICE,
    "revocation_publish": NOTICE,
    "revocation_delivery_report": NOTICE,
    "revocation_transport": ("取消しの通知", "17-revocation#運輸支局等へ通知する本部の係"),
    "clock_remark*": ("本部の指導（期限）", "29-statistics#本部の指導期限"),
    "statistics*": ("統計", "29-statistics#選ぶ"),
    # liaison councils
    "councils": YEAR_TABLE,
    "council_plan_paper": YEAR_TABLE,
    "council": COUNCIL,
    "council_*": COUNCIL,
    "council_new": FOUNDING,
    "council_amend": FOUNDING,
    "council_drop": FOUNDING,
    "council_establish": FOUNDING,
    "council_setup_paper": FOUNDING,
    "council_officer*": FOUNDING,
    "council_release": FOUNDING,
    "council_instruct*": INSTRUCTION,
    "council_visit*": VISIT,
    "council_import*": ("名簿からの登録", "34-council-lists#1ファイルを選ぶ"),
    "council_import_preview": ("名簿からの登録：確かめる", "34-council-lists#2確かめる"),
    "council_import_row": ("名簿からの登録：確かめる", "34-council-lists#2確かめる"),
    "council_import_others": ("名簿からの登録：確かめる", "34-council-lists#2確かめる"),
    "council_import_apply": ("名簿からの登録：登録", "34-council-lists#3登録する"),
    "council_import_undo": ("名簿からの登録：取消し", "34-council-lists#4取り消す"),
    "council_members": ("委員", "22-members"),
    "council_roster_paper": ("ある日の委員", "22-members#ある日の委員"),
    "council_renewal": ("任期満了の一括", "22-members#春の一括更新"),
    "council_appointments": APPOINTMENT,
    "council_letters*": APPOINTMENT,
    "council_paper": APPOINTMENT,
    "council_term_appoint": APPOINTMENT,
    "council_term_decline": APPOINTMENT,
    "council_nominate": CANDIDATE,
    "council_candidates_paper": CANDIDATE,
    "council_term*": CANDIDATE,
    "council_term_intend": ("満了後の意向", "22-members#春の一括更新"),
    "council_term_expire": ("末日を過ぎた委員", "22-members#末日を過ぎた委員"),
    "council_term_resign": ("辞職・解嘱", "22-members#途中で終わる"),
    "council_term_dismiss": ("辞職・解嘱", "22-members#途中で終わる"),
    "council_resignation_letter": ("辞職・解嘱", "22-members#途中で終わる"),
    "council_meeting*": MEETING,
    "council_calendar": MEETING,
    "council_meeting_invite": INVITATION,
    "council_meeting_uninvite": INVITATION,
    "council_meeting_announce": INVITATION,
    "council_meeting_replies": INVITATION,
    "council_meeting_postpone": INVITATION,
    "council_meeting_cancel": INVITATION,
    "council_meeting_letters": INVITATION,
    "council_meeting_hold": MEETING_DAY,
    "council_meeting_attendance": MEETING_DAY,
    "council_meeting_roster": MEETING_DAY,
    "council_meeting_minutes": MINUTES,
    "council_meeting_approve": MINUTES,
    "council_meeting_report": MINUTES,
    "council_meeting_public": MINUTES,
    "council_meeting_paper": MINUTES,
    "council_opinion*": OPINION,
    "council_support*": SUPPORT,
    "council_remark*": GUIDED,
    "council_clocks": ("期限", "28-notices#期限盤"),
    "council_year*": YEAR,
}
